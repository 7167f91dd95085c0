// Law: who owes whom for a voucher that was used twice is the same, whoever's records reach the server first.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement as redemptionsOfBefore } from '#server/db/migrations/0067-redemptions-of-before.ts';
import { lossesOf } from '#server/push/redemptions.ts';
import { accountSum, ledgerSums } from '../support/books.ts';
import { joinedWallet, openTill, present, type Sealed, type Till } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const TILLS = 3;
const SALE_MINOR = 1000;

/** One shop's redemption, and what its customer brought back: nothing, all, or goods of some worth. */
interface Redeemed {
  readonly discountMinor: number;
  readonly returned: 'none' | 'all' | number;
}

const redeemed: fc.Arbitrary<Redeemed> = fc.record({
  discountMinor: fc.integer({ min: 1, max: 500 }),
  returned: fc.oneof(
    fc.constant('none' as const),
    fc.constant('all' as const),
    fc.integer({ min: 1, max: SALE_MINOR }),
  ),
});

let server: TestServer;
let tills: readonly Till[];
beforeAll(async () => {
  server = await openTestServer();
  tills = await Promise.all(Array.from({ length: TILLS }, () => openTill(server)));
});
afterAll(() => server.close());

describe('a voucher that was used at several tills', () => {
  it('costs the same in whatever order the tills come back', async () => {
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: TILLS });
    await fc.assert(
      fc.asyncProperty(fc.tuple(redeemed, redeemed, redeemed), order, async (uses, shuffled) => {
        const owed = uses.map(givenAt);
        const promised = owed.findIndex((amount) => amount > 0);
        const expected = owed.reduce((sum, amount, at) => (at === promised ? sum : sum + amount), 0);
        expect(await lossIn(uses, [0, 1, 2])).toBe(expected);
        expect(await lossIn(uses, shuffled)).toBe(expected);
      }),
      { numRuns: 8 },
    );
  });

  it('is owed to the shops that gave it later, by their signed times', () => {
    const early = { receipt: 'aa', atS: 100, givenMinor: 1000 };
    const late = { receipt: 'bb', atS: 200, givenMinor: 100 };
    for (const both of [
      [early, late],
      [late, early],
    ])
      expect(Object.fromEntries(lossesOf(both))).toEqual({ aa: 0, bb: 100 });
  });

  it('is owed by nobody when the goods of all but one came back', () => {
    const returned = { receipt: 'aa', atS: 100, givenMinor: 0 };
    const kept = { receipt: 'bb', atS: 200, givenMinor: 100 };
    expect(Object.fromEntries(lossesOf([returned, kept]))).toEqual({ aa: 0, bb: 0 });
  });

  it('goes to the smaller id when two tills say the same second', () => {
    const uses = ['cc', 'bb'].map((receipt) => ({ receipt, atS: 100, givenMinor: 50 }));
    expect(Object.fromEntries(lossesOf(uses))).toEqual({ bb: 0, cc: 50 });
  });
});

describe('redemptions of before there was a table of them', () => {
  it('are found with what each still gives, and with what was booked for it then', async () => {
    const uses = [
      { discountMinor: 200, returned: 333 },
      { discountMinor: 150, returned: 'all' as const },
      { discountMinor: 70, returned: 'none' as const },
    ];
    await lossIn(uses, [2, 0, 1]);
    const known = () =>
      server.db.selectFrom('redemption').selectAll().orderBy('voucher_use').orderBy('receipt');
    const sales = await server.db.selectFrom('sale').select(['receipt', 'status']).execute();
    const lost = new Set(sales.filter(({ status }) => status === 'conflict').map(({ receipt }) => receipt));
    const rows = await known().execute();
    expect(rows.map(({ amount }) => amount)).toEqual(expect.arrayContaining([134, 0, 70]));
    await server.db.deleteFrom('redemption').execute();
    await redemptionsOfBefore.execute(server.db);
    await redemptionsOfBefore.execute(server.db);
    // In those days the later arrival was the loss.
    const then = rows.map((row) => ({ ...row, loss: lost.has(row.receipt) ? row.amount : 0 }));
    expect(await known().execute()).toEqual(then);
  });
});

/** What is left of a discount, by the rule of refunds. */
function givenAt({ discountMinor, returned }: Redeemed): number {
  if (returned === 'all') return 0;
  const backMinor = returned === 'none' ? 0 : returned;
  return discountMinor - Math.floor((discountMinor * backMinor) / SALE_MINOR);
}

/** Sold one after the other without a line; then the tills come back in this order. What the programme owes more than before. */
async function lossIn(uses: readonly Redeemed[], order: readonly number[]): Promise<number> {
  const wallet = await joinedWallet(server);
  const journals: Sealed[][] = [];
  for (const [at, { discountMinor, returned }] of uses.entries()) {
    server.clock.advance(60_000);
    const till = tills[at]!;
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    const receipt = await till.redeem(shown, discountMinor);
    const journal = [await till.seal('redeem', shown, receipt)];
    if (returned !== 'none') {
      const part = returned === 'all' ? {} : { lines: [{ index: 0, amountMinor: returned }] };
      journal.push(await till.seal('undo', await till.takeBack(receipt, part)));
    }
    journals.push(journal);
  }
  const before = await books();
  for (const at of order) {
    const results = await tills[at]!.decide(...journals[at]!);
    expect(results.map(({ status }) => status)).not.toContain('rejected');
  }
  const after = await books();
  expect(after.loss - before.loss).toBe(before.owed - after.owed);
  return after.loss - before.loss;
}

async function books() {
  expect(await ledgerSums(server.db)).toMatchObject({ total: 0 });
  return {
    loss: await accountSum(server.db, 'offline-loss/copper-cup/EUR'),
    owed: await accountSum(server.db, `merchant-claim/${tills[0]!.merchantId}/EUR`),
  };
}
