import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectOk } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const DAY_MS = 86_400_000;

let world: TillWorld;
let till: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  world.network.certificate = {
    sales: { perReceiptMinor: 3_000, perDayMinor: 5_000, receiptsPerDay: 3 },
  };
  till = await openPairedTill(world);
});

const saleOf = (amountMinor: number) => ({ lines: [{ amountMinor, category: 'shoes' }] });

async function sell(amountMinor: number) {
  const reading = expectOk(await till.api.readCode(await world.passCode(), { lines: [] }));
  if (reading.kind !== 'member') throw new Error(`read as ${reading.kind}`);
  return till.api.recordSale(reading.readingId, saleOf(amountMinor));
}

describe('a till that may sell for 30.00 at once and for 50.00 a day', () => {
  it('says at the sale what is left, and signs nothing beyond it', async () => {
    expect(await sell(3_001)).toEqual({
      ok: false,
      error: { kind: 'limit_sales', details: { leftMinor: 3_000 } },
    });
    expectOk(await sell(3_000));
    expect(await sell(2_001)).toMatchObject({ error: { details: { leftMinor: 2_000 } } });
    expectOk(await sell(2_000));
    expect(await sell(1)).toMatchObject({ error: { details: { leftMinor: 0 } } });
  });

  it('lets the cashier enter less for the same customer', async () => {
    const reading = expectOk(await till.api.readCode(await world.passCode(), { lines: [] }));
    if (reading.kind !== 'member') throw new Error('no member');
    expect((await till.api.recordSale(reading.readingId, saleOf(3_001))).ok).toBe(false);
    expectOk(await till.api.recordSale(reading.readingId, saleOf(2_999)));
  });

  it('counts over a restart and begins anew the next day, by the day of the receipts', async () => {
    expectOk(await sell(3_000));
    till.close();
    till = world.openTill(till.name);
    expect(await sell(2_001)).toMatchObject({ error: { kind: 'limit_sales' } });
    world.clock.advance(DAY_MS);
    expectOk(await sell(3_000));
  });

  it('knows what it has sold on a day that the clock goes back to', async () => {
    for (const amountMinor of [3_000, 2_000]) expectOk(await sell(amountMinor));
    world.clock.advance(DAY_MS);
    expectOk(await sell(100));
    world.clock.advance(-DAY_MS);
    expect(await sell(1)).toMatchObject({ error: { kind: 'limit_sales', details: { leftMinor: 0 } } });
    world.clock.advance(DAY_MS);
    expectOk(await sell(2_900));
    expect(await sell(2_001)).toMatchObject({ error: { details: { leftMinor: 2_000 } } });
  });

  it('counts receipts too, however small, and an undo gives no room back', async () => {
    for (const amountMinor of [100, 100, 100]) {
      const { record } = expectOk(await sell(amountMinor));
      expectOk(await till.api.undo(record.id, { wishId: `w-${record.id}`, reason: 'wrong_amount' }));
    }
    expect(await sell(100)).toMatchObject({ error: { kind: 'limit_sales', details: { leftMinor: 0 } } });
  });

  it('counts a redemption with its list price, and refuses one beyond with a code for the customer', async () => {
    expectOk(await sell(3_000));
    const code = await world.presentationCode(await world.voucher({ minSpendMinor: 1_000 }));
    const refused = expectOk(await till.api.readCode(code, saleOf(2_500)));
    if (refused.kind !== 'refused') throw new Error(refused.kind);
    expect(refused.reason).toEqual({ kind: 'limit_sales', details: { leftMinor: 2_000 } });
    expect((await till.api.refusalCode(refused.readingId)).ok).toBe(true);
    const taken = expectOk(await till.api.readCode(code, saleOf(2_000)));
    if (taken.kind !== 'voucher') throw new Error(JSON.stringify(taken));
    expectOk(await till.api.redeem(taken.readingId, saleOf(2_000)));
    expect(await sell(1)).toMatchObject({ error: { kind: 'limit_sales' } });
  });
});
