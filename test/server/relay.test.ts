import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { hexFromBytes } from '#base/bytes.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { ledgerSums } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, type Sealed, type Till } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let broken: Till;
beforeAll(async () => {
  server = await openTestServer();
  broken = await openTill(server);
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  await server.close();
});

async function carry(carrier: Pick<Till, 'post'>, sealer: Till, ...records: readonly Sealed[]) {
  const device = hexFromBytes(await thumbprint(sealer.signer.publicKey));
  const relay = { device, epoch: sealer.epoch, records };
  const reply = await carrier.post(ROUTES.sync, { v: 1, epoch: 1, cursor: 0, records: [], relay });
  expect(reply.status).toBe(200);
  return reply.body['results'];
}

test('records that another till of the merchant carries are decided as if their own till had brought them', async () => {
  const sister = await openTill(server);
  const wallet = await joinedWallet(server);
  const receipt = await broken.sell(memberOf(wallet));
  const sale = await broken.seal('earn', receipt);
  const undo = await broken.seal('undo', await broken.takeBack(receipt));
  const decided = [
    { id: sale.id, status: 'accepted' },
    { id: undo.id, status: 'accepted' },
  ];
  expect(await carry(sister, broken, sale, undo)).toEqual(decided);
  const before = await server.rowCounts();
  expect(await carry(sister, broken, sale, undo)).toEqual(decided);
  expect(await broken.decide(sale, undo)).toEqual(decided);
  expect(await server.rowCounts()).toEqual(before);
});

test('nobody but a till of the same merchant may carry, and nothing is decided then', async () => {
  const wallet = await joinedWallet(server);
  const sale = await broken.seal('earn', await broken.sell(memberOf(wallet)));
  const stranger = await openTill(server, 'green-grocer');
  const refused = [{ id: sale.id, status: 'rejected', code: 'wrong_role' }];
  expect(await carry(stranger, broken, sale)).toEqual(refused);
  expect(await carry(wallet, broken, sale)).toEqual(refused);
  expect(await broken.decide(sale)).toEqual([{ id: sale.id, status: 'accepted' }]);
});

test('a record that its till did not seal is forged, whoever carries it', async () => {
  const sister = await openTill(server);
  const wallet = await joinedWallet(server);
  const forged = await sister.seal('earn', await broken.sell(memberOf(wallet)));
  expect(await carry(sister, broken, forged)).toEqual([
    { id: forged.id, status: 'rejected', code: 'bad_signature' },
  ]);
  // It has taken neither the id nor the place of a record that the till may yet bring.
  const stored = await server.db.selectFrom('event').select('id').where('id', '=', forged.id).execute();
  expect(stored).toEqual([]);
});

test('a revoked till’s records are not taken from its sister', async () => {
  const sister = await openTill(server);
  const stolen = await openTill(server);
  const wallet = await joinedWallet(server);
  const sale = await stolen.seal('earn', await stolen.sell(memberOf(wallet)));
  const id = hexFromBytes(await thumbprint(stolen.signer.publicKey));
  await server.db
    .updateTable('device')
    .set({ revoked_at: server.clock.nowMs() })
    .where('id', '=', id)
    .execute();
  expect(await carry(sister, stolen, sale)).toEqual([
    { id: sale.id, status: 'rejected', code: 'device_revoked' },
  ]);
});
