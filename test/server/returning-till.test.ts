// A till that was taken out of service, and what brings it back: nothing of its own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { readAudit } from '#server/audit/audit-log.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { admin } from '../support/admin.ts';
import { newClient } from '../support/signed-client.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let merchantId: string;
beforeAll(async () => {
  server = await openTestServer();
  const merchants = server.db.selectFrom('merchant').select('id').where('slug', '=', 'copper-cup');
  merchantId = (await merchants.executeTakeFirstOrThrow()).id;
});
afterAll(() => server.close());

const newCode = () => createPairingCode({ ...server, random }, { merchantId });

async function pairedTill() {
  const client = await newClient(server);
  const pair = (pairingCode: string) =>
    client.post(ROUTES.terminals, { v: 1, publicKey: client.publicKey, pairingCode, name: 'Till' });
  const code = await newCode();
  const number = String((await pair(code)).body['tillNumber']);
  const sync = async () =>
    (await client.post(ROUTES.sync, { v: 1, epoch: 1, records: [], cursor: 0 })).status;
  const revoke = (...switches: string[]) =>
    admin(server, ['terminal', 'revoke', 'copper-cup', number], { switches });
  return { pair, code, number, sync, revoke };
}

const refused = { status: 409, body: { kind: 'device_revoked' } };

test('a revoked till gets no certificate for its old code', async () => {
  const till = await pairedTill();
  await till.revoke();
  expect(await till.pair(till.code)).toMatchObject(refused);
  expect(await till.sync()).toBe(403);
});

test('a till that was put away comes back with a new code of the operator, which the audit log notes', async () => {
  const till = await pairedTill();
  await till.revoke();
  const code = await newCode();
  expect(await till.pair(code)).toMatchObject({ status: 200, body: { tillNumber: Number(till.number) } });
  expect(await till.sync()).toBe(200);
  expect((await readAudit(server.db, 1))[0]).toMatchObject({
    act: 'terminal return',
    target: `copper-cup/${till.number}`,
  });
  // Its answer may have been lost.
  expect((await till.pair(code)).status).toBe(200);
  await till.revoke();
  expect(await till.pair(code)).toMatchObject(refused);
});

test('a stolen till never comes back, and leaves the code to another one', async () => {
  const till = await pairedTill();
  await till.revoke('stolen');
  const code = await newCode();
  expect(await till.pair(code)).toMatchObject(refused);
  expect(await till.sync()).toBe(403);
  const other = await pairedTill();
  await other.revoke();
  expect((await other.pair(code)).status).toBe(200);
});
