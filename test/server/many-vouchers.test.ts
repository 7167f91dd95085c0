// A push that earns more vouchers than one transaction should sign: the sales are decided, and the rest is signed later.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinedWallet, memberOf, openTill } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const DAY_S = 86_400;
const TOTAL_MINOR = 2_000_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

test('large sales within the limits of their till are decided, and each of their vouchers is signed in the end', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  server.clock.advance(6 * DAY_S * 1_000);
  const sell = async (daysAgo: number) => {
    const facts = {
      kind: 'purchase' as const,
      lines: [{ amountMinor: TOTAL_MINOR, category: 'coffee' }],
    };
    const issuedAtS = Math.floor(server.clock.nowMs() / 1_000) - daysAgo * DAY_S;
    const sale = { ...memberOf(wallet), facts, totalMinor: TOTAL_MINOR, issuedAtS };
    return till.seal('earn', await till.sell(sale));
  };
  const records = [];
  for (let n = 0; n < 25; n++) records.push(await sell(4 - Math.floor(n / 5)));
  for (const { status } of await till.decide(...records)) expect(status).toBe('accepted');
  const first = (await server.rowCounts())['credential']!;
  expect(first).toBeGreaterThan(2_000);
  const signed = async () => {
    const before = (await server.rowCounts())['credential']!;
    server.clock.advance(DAY_S * 1_000);
    const next = await till.seal('earn', await till.sell(memberOf(wallet)));
    expect(await till.decide(next)).toMatchObject([{ status: 'accepted' }]);
    return (await server.rowCounts())['credential']! - before;
  };
  const rounds = [
    await signed(),
    await signed(),
    await signed(),
    await signed(),
    await signed(),
    await signed(),
  ];
  expect(rounds[0]).toBe(2_000);
  expect(rounds.at(-1)).toBeLessThan(5);
}, 120_000);
