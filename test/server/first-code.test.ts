// The code that a server prints for whoever starts it at a terminal.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { readAudit } from '#server/audit/audit-log.ts';
import { firstPairingCode } from '#server/first-code.ts';
import { registerOwnOperator } from '#server/operator/operators.ts';
import { newClient } from '../support/signed-client.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  await registerOwnOperator(server.db, server.keysDir, server.clock.nowMs());
});
afterAll(() => server.close());

async function ask(): Promise<string | undefined> {
  const merchants = server.db.selectFrom('merchant').select(['id', 'slug']).where('slug', '=', 'copper-cup');
  const merchant = await merchants.executeTakeFirstOrThrow();
  return firstPairingCode({ ...server, random }, merchant, server.keysDir);
}

test('it pairs a till, and the audit log says who had it', async () => {
  const till = await newClient(server);
  const pairingCode = await ask();
  const reply = await till.post(ROUTES.terminals, {
    v: 1,
    publicKey: till.publicKey,
    pairingCode,
    name: 'Till',
  });
  expect(reply.status).toBe(200);
  expect((await readAudit(server.db, 1))[0]).toMatchObject({
    actor: expect.stringMatching(/^data-directory [0-9a-f]{16}$/),
    act: 'terminal pair',
    target: 'copper-cup',
  });
});

test('there is none once the key of the data directory is revoked', async () => {
  await server.db.updateTable('operator').set({ revoked_at: 1 }).execute();
  const before = await server.rowCounts();
  expect(await ask()).toBeUndefined();
  expect(await server.rowCounts()).toEqual(before);
});
