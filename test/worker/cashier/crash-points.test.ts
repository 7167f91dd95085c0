import { beforeAll, describe, expect, it } from 'vitest';
import { tryEveryCrashPoint } from '../../support/crash-points.ts';
import { expectOk, recordsOf } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 17_450, category: 'shoes' }] };

let world: TillWorld;
beforeAll(async () => {
  world = await createTillWorld();
});

interface Trial {
  readonly till: TestTill;
  readonly code: string;
}

/** Scans and answers like a cashier; throws like the worker when it is killed on the way. */
async function serve({ till, code }: Trial): Promise<void> {
  const reading = expectOk(await till.api.readCode(code, SALE));
  if (reading.kind === 'member') expectOk(await till.api.recordSale(reading.readingId, SALE));
  if (reading.kind === 'voucher') expectOk(await till.api.redeem(reading.readingId, SALE));
}

async function pairedTill(): Promise<TestTill> {
  const till = await openPairedTill(world);
  await serve({ till, code: await world.passCode() });
  return till;
}

async function reopen({ till, code }: Trial): Promise<Trial> {
  till.close();
  return { till: world.openTill(till.name), code };
}

/** Receipt, number, chain, journal record and memory against replay stand or fall together. */
async function checkBooks({ till }: Trial, completed: boolean): Promise<number> {
  const { receipts, chain, journal, unsent } = await till.stores.store.read(async (repositories) => ({
    receipts: await repositories.receipts.latest(9),
    chain: await repositories.till.get('chain'),
    journal: await repositories.meta.get('journal'),
    unsent: await repositories.outbox.unsent(9),
  }));
  expect(receipts.map(({ sequence }) => sequence)).toEqual(receipts.length === 2 ? [2, 1] : [1]);
  expect(chain?.sequence).toBe(receipts.length);
  expect(journal?.sequence).toBe(receipts.length);
  expect(unsent.map(({ id }) => id)).toEqual(receipts.map(({ eventId }) => eventId).toReversed());
  if (completed) expect(receipts).toHaveLength(2);
  return receipts.length;
}

describe('a crash at any request to IndexedDB', () => {
  it('leaves a sale as a whole or not at all, and the next one takes the next number', async () => {
    const points = await tryEveryCrashPoint<Trial>({
      build: async () => ({ till: await pairedTill(), code: await world.passCode() }),
      operate: serve,
      reopen,
      check: async (trial, completed) => {
        const made = await checkBooks(trial, completed);
        await serve({ till: trial.till, code: await world.passCode() });
        expect(await recordsOf(trial.till, 9)).toHaveLength(made + 1);
      },
    });
    expect(points).toBeGreaterThan(10);
  });

  it('leaves a voucher used with its receipt, or unused without one', async () => {
    const points = await tryEveryCrashPoint<Trial>({
      build: async () => ({
        till: await pairedTill(),
        code: await world.presentationCode(await world.voucher()),
      }),
      operate: serve,
      reopen,
      check: async (trial, completed) => {
        const made = await checkBooks(trial, completed);
        const second = await world.presentationCode(await world.voucher());
        const reading = expectOk(await trial.till.api.readCode(second, SALE));
        expect(reading.kind).toBe(made === 2 ? 'refused' : 'voucher');
        if (made === 2) expect(expectOk(await trial.till.api.readCode(trial.code, SALE)).kind).toBe('repeat');
      },
    });
    expect(points).toBeGreaterThan(10);
  });
});
