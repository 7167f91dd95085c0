// Practice mode against the real thing: neither till takes the other's codes, and everything can be played.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { SPECIMENS, type Specimen, type TrainingApi } from '#bridge/cashier-training.ts';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { composeTraining } from '#worker/cashier/training/compose-training.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { whenReady } from '#worker/shared/when-ready.ts';
import { freshDatabaseName } from '../../support/memory-database.ts';
import { systemRandom } from '../../support/test-device.ts';
import { expectOk } from '../../support/till-expectations.ts';
import { type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';
import { throwBug } from '../../support/throw-bug.ts';

const SALE = { lines: [{ amountMinor: 5_000, category: 'shoes' }] };

let world: TillWorld;
let practice: TrainingApi;
let database: string;
beforeEach(async () => {
  world = await createTillWorld();
  database = freshDatabaseName();
  practice = await openPractice(database);
});

function openPractice(name: string): Promise<TrainingApi> {
  return composeTraining({
    around: {
      clock: world.clock,
      random: systemRandom,
      timers: { after: () => () => undefined },
      exclusive: createLockExclusive(undefined),
      onBug: throwBug,
      fetch: async () => {
        throw new Error('bug: practice mode called the network');
      },
      origin: 'https://tessera.test',
      storageView: async () => ({ persisted: 'unknown' }),
    },
    database: createCashierDatabase(name),
    changed: () => undefined,
    shop: { name: 'SPECIMEN', currency: { code: 'EUR', exponent: 2 }, categories: ['shoes'] },
    tillName: 'SPECIMEN',
  });
}

/** What the practice till says to a specimen: a kind of reading, or the refusal. */
async function answerTo(kind: Specimen): Promise<string> {
  const { text } = await practice.specimen(kind);
  const read = await practice.readCode(text, SALE);
  if (!read.ok) return read.error.kind;
  return read.value.kind === 'refused' ? read.value.reason.kind : read.value.kind;
}

describe('practice', () => {
  it.each([
    ['member', 'member'],
    ['voucher', 'voucher'],
    ['minimum', 'min_spend'],
    ['late', 'stale'],
    ['expired', 'expired'],
    ['other_shop', 'wrong_merchant'],
    ['forged', 'unknown_issuer'],
    ['damaged', 'b45_char'],
    ['product', 'qr_unknown'],
  ] as const)('the specimen %s is answered by %s', async (kind, answer) => {
    expect(await answerTo(kind)).toBe(answer);
  });

  it('plays a sale and its undoing to the end', async () => {
    const { text } = await practice.specimen('member');
    const reading = expectOk(await practice.readCode(text, SALE));
    if (reading.kind !== 'member') throw new Error(reading.kind);
    const receipt = expectOk(await practice.recordSale(reading.readingId, SALE));
    const undone = expectOk(await practice.undo(receipt.record.id, { wishId: 'w1', reason: 'wrong_amount' }));
    expect(undone.record.kind).toBe('undo');
    expect(await practice.connection()).toMatchObject({ unsent: 2 });
  });

  it('the used voucher is good once, then used', async () => {
    const { text } = await practice.specimen('used');
    const reading = expectOk(await practice.readCode(text, SALE));
    if (reading.kind !== 'voucher') throw new Error(reading.kind);
    expectOk(await practice.redeem(reading.readingId, SALE));
    expect(await answerTo('used')).toBe('already_used_here');
  });

  it('starts empty each time', async () => {
    const reading = expectOk(await practice.readCode((await practice.specimen('member')).text, SALE));
    if (reading.kind !== 'member') throw new Error(reading.kind);
    expectOk(await practice.recordSale(reading.readingId, SALE));
    expect((await practice.connection()).unsent).toBe(1);
    practice = await openPractice(database);
    expect((await practice.connection()).unsent).toBe(0);
  });
});

describe('practice and the real till', () => {
  it('the real till refuses every specimen and keeps nothing of it', async () => {
    const till = await openPairedTill(world);
    for (const kind of SPECIMENS) {
      const read = await till.api.readCode((await practice.specimen(kind)).text, SALE);
      expect([kind, read.ok]).toEqual([kind, false]);
    }
    expect((await till.api.connection()).unsent).toBe(0);
  });

  it('a genuine-looking specimen fails on its issuer, not on its shape', async () => {
    const till = await openPairedTill(world);
    for (const kind of ['member', 'voucher'] as const) {
      const read = await till.api.readCode((await practice.specimen(kind)).text, SALE);
      expect(read).toMatchObject({ ok: false, error: { kind: 'unknown_issuer' } });
    }
  });

  it('the practice till refuses real passes and vouchers', async () => {
    const codes = [await world.passCode(), await world.presentationCode(await world.voucher())];
    for (const code of codes) {
      expect(await practice.readCode(code, SALE)).toMatchObject({
        ok: false,
        error: { kind: 'unknown_issuer' },
      });
    }
  });
});

it('a call made before the practice till stands waits for it', async () => {
  const early = whenReady(openPractice(freshDatabaseName()));
  expect(await early.terminal()).toMatchObject({ state: 'paired', tillName: 'SPECIMEN' });
});
