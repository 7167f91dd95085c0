import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { RECEIPTS_READ } from '#storage/cashier-receipt-store.ts';
import { tryEveryCrashPoint } from '../../support/crash-points.ts';
import { expectOk } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = {
  lines: [
    { amountMinor: 12_000, category: 'shoes' },
    { amountMinor: 500, category: 'accessories' },
  ],
};

let world: TillWorld;
let till: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  till = await openPairedTill(world);
});

async function sell(at = till): Promise<string> {
  const reading = expectOk(await at.api.readCode(await world.passCode(), SALE));
  if (reading.kind !== 'member') throw new Error(reading.kind);
  return expectOk(await at.api.recordSale(reading.readingId, SALE)).record.id;
}

async function redeem(): Promise<string> {
  const code = await world.presentationCode(await world.voucher());
  const reading = expectOk(await till.api.readCode(code, SALE));
  if (reading.kind !== 'voucher') throw new Error(reading.kind);
  return expectOk(await till.api.redeem(reading.readingId, SALE)).record.id;
}

describe('a shift', () => {
  it('adds up sales, redemptions, voids, refunds, categories, programmes and vouchers', async () => {
    expectOk(await till.api.openShift('  Sara  '));
    const [first, second] = [await sell(), await sell()];
    await redeem();
    expectOk(await till.api.undo(first, { wishId: 'a', reason: 'wrong_amount' }));
    const lines = [{ index: 1, amountMinor: 200 }];
    expectOk(await till.api.undo(second, { wishId: 'b', reason: 'goods_returned', lines }));
    world.clock.advance(3_600_000);
    const report = expectOk(await till.api.closeShift());
    expect(report).toMatchObject({
      number: 1,
      cashier: 'Sara',
      merchantName: 'Novin Charm',
      tillName: 'Front desk',
      sales: 3,
      turnover: { amountMinor: 37_500 },
      redemptions: 1,
      discounts: { amountMinor: 1_500 },
      voids: 1,
      voided: { amountMinor: 12_500 },
      refunds: 1,
      refunded: { amountMinor: 200 },
      net: { amountMinor: 37_500 - 1_500 - 12_500 - 200 },
      categories: [
        { category: 'shoes', lines: 3, amount: { amountMinor: 36_000 } },
        { category: 'accessories', lines: 3, amount: { amountMinor: 1_500 } },
      ],
      programmes: [{ names: { en: 'Novin' }, sales: 3 }],
      vouchers: [{ title: '15 off your next order', uses: 1, discount: { amountMinor: 1_500 } }],
      unsent: 5,
      exceptions: [],
      firstSequence: 1,
      lastSequence: 5,
    });
    expect(report.closedAtMs - report.openedAtMs).toBe(3_600_000);
  });

  it('loses nothing between two: what was recorded meanwhile belongs to the next', async () => {
    await sell();
    expectOk(await till.api.openShift());
    await sell();
    expectOk(await till.api.closeShift());
    await sell();
    expect(expectOk(await till.api.shift())).toMatchObject({ sales: 1 });
    expect(expectOk(await till.api.openShift('Ali'))).toMatchObject({
      sales: 1,
      open: { number: 2, cashier: 'Ali' },
    });
    expect(expectOk(await till.api.closeShift())).toMatchObject({ sales: 1, firstSequence: 3 });
    expect(await till.api.pastShifts(9)).toMatchObject([{ number: 2 }, { number: 1 }]);
    expect(await till.api.pastShifts(9, 2)).toMatchObject([{ number: 1 }]);
    expect(expectOk(await till.api.shiftReport(1))).toMatchObject({ sales: 2 });
    expectOk(await till.api.openShift());
    expect(expectOk(await till.api.closeShift())).toMatchObject({ sales: 0 });
  });

  it('has all of its sales though the place in the chain of receipts was lost', async () => {
    expectOk(await till.api.openShift('Sara'));
    await sell();
    await sell();
    await till.stores.till.remove('chain');
    expect(expectOk(await till.api.closeShift())).toMatchObject({ number: 1, sales: 2 });
    await sell();
    expectOk(await till.api.openShift('Maryam'));
    expect(expectOk(await till.api.closeShift())).toMatchObject({ number: 2, sales: 1, firstSequence: 3 });
  });

  it('has the last sale of months in which nobody opened one', async () => {
    await sell();
    const [row] = await till.stores.receipts.latest(1);
    const more = Array.from({ length: RECEIPTS_READ - 1 }, (_, index) => {
      const sequence = index + 2;
      const name = `${sequence}`;
      return { ...row!, id: name.padStart(64, '0'), sequence, answers: name, eventId: name };
    });
    till.close();
    const db = createCashierDatabase(till.name);
    await db.receipts.bulkAdd(more);
    db.close();
    till = world.openTill(till.name);
    await till.stores.till.put('chain', { sequence: RECEIPTS_READ, previous: new Uint8Array(8) });
    await sell();
    expect(expectOk(await till.api.shift())).toMatchObject({ sales: RECEIPTS_READ + 1 });
  }, 60_000);

  it('is opened once and closed once, also by two tabs at a time', async () => {
    expect(await till.api.closeShift()).toMatchObject({ error: { kind: 'shift_not_open' } });
    const tabs = await Promise.all([till.api.openShift(), till.api.openShift()]);
    expect(tabs.filter(({ ok }) => ok)).toHaveLength(1);
    expect(tabs.find(({ ok }) => !ok)).toMatchObject({ error: { kind: 'shift_open' } });
    expectOk(await till.api.closeShift());
    expect(await till.api.closeShift()).toMatchObject({ error: { kind: 'shift_not_open' } });
    expect(await till.api.shiftReport(7)).toMatchObject({ error: { kind: 'shift_unknown' } });
  });

  it('shows later what the server made of its records', async () => {
    expectOk(await till.api.openShift());
    await sell();
    const { number } = expectOk(await till.api.closeShift());
    world.network.up = true;
    await till.api.syncNow();
    expect(expectOk(await till.api.shiftReport(number))).toMatchObject({ unsent: 0, sales: 1 });
  });

  it('survives a crash at any request as open or as closed, with the same totals', async () => {
    const points = await tryEveryCrashPoint<TestTill>({
      build: async () => {
        const at = await openPairedTill(world);
        expectOk(await at.api.openShift());
        await sell(at);
        return at;
      },
      operate: async (at) => expectOk(await at.api.closeShift()),
      reopen: async (at) => {
        at.close();
        return world.openTill(at.name);
      },
      check: async (at, completed) => {
        const now = expectOk(await at.api.shift());
        if (completed) expect(now.open).toBeUndefined();
        const report = expectOk(
          now.open === undefined ? await at.api.shiftReport(1) : await at.api.closeShift(),
        );
        expect(report).toMatchObject({ number: 1, sales: 1, turnover: { amountMinor: 12_500 } });
        expect(expectOk(await at.api.shift())).toMatchObject({ sales: 0 });
      },
    });
    expect(points).toBeGreaterThan(4);
  });
});
