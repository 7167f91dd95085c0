// A till turns out to be stolen. What was decided of its receipts before anybody knew is the same for whoever brings them later.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { openAs } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import type { RecordResult } from '#api/sync.ts';
import { admin } from '../support/admin.ts';
import { memberOf, openTill, openWallet, present, type Till, joinedWallet } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** From before all its sales on it counts for nobody. */
async function steal(till: Till): Promise<void> {
  const certificate = openAs(TERMINAL_CERTIFICATE, till.tillSigner.certificate);
  if (!certificate.ok) throw new Error(certificate.error.kind);
  const { tillNumber } = certificate.value.value;
  const stolen = { options: { from: '2020-01-01' }, switches: ['stolen'] };
  const told = await admin(server, ['terminal', 'revoke', 'copper-cup', String(tillNumber)], stolen);
  expect(told).toMatchObject({ code: 0 });
  server.clock.advance(60_000);
}

const answers = (results: readonly RecordResult[]) =>
  results.map(({ status, code }) => `${status} ${code ?? ''}`.trim());

test('a sale and what took it back, which the server has had from the till', async () => {
  const [till, wallet] = [await openTill(server), await openWallet(server)];
  server.clock.advance(1_000);
  const sale = await till.sell(memberOf(wallet));
  const undo = await till.takeBack(sale);
  const told = await till.decide(await till.seal('earn', sale), await till.seal('undo', undo));
  expect(answers(told)).toEqual(['accepted', 'accepted']);
  await steal(till);
  const copies = await wallet.decide(await wallet.seal('earn', sale), await wallet.seal('undo', undo));
  expect(answers(copies)).toEqual(['accepted already_known', 'accepted already_known']);
});

test('what nobody had told of counts for nobody, beside what had been told', async () => {
  const [till, wallet] = [await openTill(server), await openWallet(server)];
  server.clock.advance(1_000);
  const [told, untold] = [await till.sell(memberOf(wallet)), await till.sell(memberOf(wallet))];
  await till.decide(await till.seal('earn', told));
  await steal(till);
  const records = [
    await wallet.seal('earn', untold),
    await wallet.seal('earn', told),
    await wallet.seal('undo', await till.takeBack(told)),
  ];
  expect(answers(await wallet.decide(...records))).toEqual([
    'rejected serial_unregistered',
    'accepted already_known',
    'rejected serial_unregistered',
  ]);
});

test('a voucher that was used, and the second use of it, which lost', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  server.clock.advance(1_000);
  const uses: (readonly Bytes[])[] = [];
  for (let use = 0; use < 2; use++) {
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    uses.push([shown, await till.redeem(shown)]);
  }
  const sealed = await Promise.all(uses.map((parts) => till.seal('redeem', ...parts)));
  const first = answers(await till.decide(...sealed));
  expect(first).toEqual(['accepted', 'conflict voucher_spent']);
  await steal(till);
  const copies = await Promise.all(uses.map((parts) => wallet.seal('redeem', ...parts)));
  const again = answers(await wallet.decide(...copies));
  expect(again).toEqual(['accepted already_known', 'conflict voucher_spent']);
});

test('a receipt without a name belongs to whoever had it, and to nobody else', async () => {
  const [till, first, second] = [await openTill(server), await openWallet(server), await openWallet(server)];
  server.clock.advance(1_000);
  const expiresAtS = Math.floor(server.clock.nowMs() / 1_000) + 3_600;
  const bearer = await till.sell({ expiresAtS });
  await first.decide(await first.seal('earn', bearer));
  await steal(till);
  expect(answers(await first.decide(await first.seal('earn', bearer)))).toEqual(['accepted already_known']);
  expect(answers(await second.decide(await second.seal('earn', bearer)))).toEqual([
    'rejected serial_unregistered',
  ]);
});
