// The operator's page: figures for a key that is an operator's, and for nobody else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorReply } from '#api/operator.ts';
import { parseMessage } from '#api/parse-message.ts';
import { ROUTES } from '#api/routes.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import { readAudit } from '#server/audit/audit-log.ts';
import { addOperator } from '#server/operator/operators.ts';
import { ledgerSums } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, present } from '../support/shop.ts';
import { newClient, newWallet, type SignedClient } from '../support/signed-client.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let operator: SignedClient;
beforeAll(async () => {
  server = await openTestServer();
  operator = await newClient(server);
  const publicKey = bytesFromBase64(operator.publicKey)!;
  await addOperator(server.db, { name: 'Ada', publicKey, nowMs: server.clock.nowMs() });
});
afterAll(() => server.close());

async function overview() {
  const reply = await operator.post(ROUTES.operator, { v: 1, days: 28 });
  const parsed = parseMessage(operatorReply, reply.body);
  if (!parsed.ok) throw new Error(`${reply.status} ${JSON.stringify(parsed.error)}`);
  return parsed.value;
}

test('an unknown key, a wallet and a revoked operator see nothing', async () => {
  for (const client of [await newClient(server), await newWallet(server)]) {
    const refused = await client.post(ROUTES.operator, { v: 1, days: 28 });
    expect([refused.status, refused.body['kind']]).toEqual([401, 'not_enrolled']);
  }
  await server.db.updateTable('operator').set({ revoked_at: 1 }).execute();
  expect((await operator.post(ROUTES.operator, { v: 1, days: 28 })).status).toBe(401);
  await server.db.updateTable('operator').set({ revoked_at: null }).execute();
  expect((await operator.post(ROUTES.operator, { v: 1, days: 1 })).status).toBe(400);
});

test('sales, what is owed, tills, conflicts with their evidence and the audit log', async () => {
  const [till, other] = [await openTill(server), await openTill(server)];
  const [first, second] = [await joinedWallet(server), await joinedWallet(server)];
  server.clock.advance(2_000);
  for (const wallet of [first, first, second])
    await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
  const shown = await present(server, first, first.voucher, till.merchantId);
  await till.decide(await till.seal('redeem', shown, await till.redeem(shown)));
  server.clock.advance(2_000);
  const again = await present(server, first, first.voucher, other.merchantId);
  const lost = await other.seal('redeem', again, await other.redeem(again));
  expect(await other.decide(lost)).toMatchObject([{ status: 'conflict' }]);
  const seen = await overview();
  const day = Math.floor(server.clock.nowMs() / 86_400_000);
  expect(seen.merchants.find((each) => each.slug === 'copper-cup')!.days).toEqual([
    { day, sales: 4, members: 2, withVoucher: 1, amountMinor: 4000 },
  ]);
  const twoEuros = { amountMinor: 200, currency: { code: 'EUR', exponent: 2 } };
  expect(seen.liabilities).toMatchObject([
    { kind: 'points', programme: { en: 'Copper Cup' }, unit: { en: 'beans' }, qty: 38, scale: 0 },
    { kind: 'owed_to_shop', merchant: 'Copper Cup', money: twoEuros },
    { kind: 'offline_loss', programme: { en: 'Copper Cup' }, money: twoEuros },
  ]);
  expect(seen.terminals).toHaveLength(2);
  expect(seen.conflicts).toMatchObject([
    {
      id: lost.id,
      code: 'voucher_spent',
      till: { merchant: 'copper-cup', number: 2 },
      loss: twoEuros,
      evidence: lost.cose,
    },
  ]);
  expect(seen.audit.whole).toBe(true);
  expect((await readAudit(server.db, 1))[0]).toMatchObject({
    act: 'overview',
    actor: expect.stringMatching(/^Ada /),
  });
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(JSON.stringify(seen)).not.toContain(first.memberId);
});
