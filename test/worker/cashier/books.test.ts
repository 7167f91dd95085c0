import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesFromBase64 } from '#base/bytes.ts';
import { openAs } from '#protocol/open-message.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { expectOk, recordsOf } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 17_450, category: 'shoes' }] };

let world: TillWorld;
let till: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  till = await openPairedTill(world);
});

async function sell(): Promise<void> {
  const reading = expectOk(await till.api.readCode(await world.passCode(), SALE));
  if (reading.kind === 'member') expectOk(await till.api.recordSale(reading.readingId, SALE));
}

async function redeemVoucher(): Promise<void> {
  const code = await world.presentationCode(await world.voucher());
  const reading = expectOk(await till.api.readCode(code, SALE));
  if (reading.kind === 'voucher') expectOk(await till.api.redeem(reading.readingId, SALE));
}

describe('the books of a till', () => {
  it('count unsent records and when they began', async () => {
    const sinceMs = world.clock.nowMs();
    await sell();
    world.clock.advance(1_000);
    await redeemVoucher();
    expect(await till.api.connection()).toMatchObject({
      mode: 'offline',
      unsent: 2,
      oldestUnsentMs: sinceMs,
    });
  });

  it('send each sale once, sealed, and take the server’s decision', async () => {
    await sell();
    await redeemVoucher();
    world.network.up = true;
    world.network.syncBodies = [];
    expect(await till.api.syncNow()).toMatchObject({ mode: 'online', unsent: 0 });
    const pushed = (world.network.syncBodies as { records: { cose: string }[] }[]).flatMap(
      (body) => body.records,
    );
    const kinds = pushed.map(({ cose }) => {
      const record = openAs(JOURNAL_RECORD, bytesFromBase64(cose)!, RECORD_LIMITS);
      return record.ok ? [record.value.value.kind, record.value.value.parts.length] : undefined;
    });
    expect(kinds).toEqual([
      ['earn', 1],
      ['redeem', 2],
    ]);
    expect(await recordsOf(till, 9)).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }]);
  });

  it('show a conflict with its reason among the exceptions', async () => {
    await redeemVoucher();
    world.network.up = true;
    const answer = world.network.answerSync;
    world.network.answerSync = (body) => ({
      ...(answer(body) as object),
      results: body.records.map(({ id }) => ({ id, status: 'conflict', code: 'already_used' })),
    });
    await till.api.syncNow();
    const shift = expectOk(await till.api.shift());
    expect(shift.exceptions).toMatchObject([{ state: 'conflict', reason: { kind: 'already_used' } }]);
  });

  it('add up what was recorded since the last shift', async () => {
    await sell();
    world.clock.advance(86_400_000);
    await sell();
    await redeemVoucher();
    expect(expectOk(await till.api.shift())).toMatchObject({
      sales: 3,
      turnover: { amountMinor: 52_350 },
      redemptions: 1,
      discounts: { amountMinor: 1_500 },
      unsent: 3,
    });
    expect(await recordsOf(till, 2)).toMatchObject([{ sequence: 3 }, { sequence: 2 }]);
  });

  it('send nothing while the line is cut on purpose, and by themselves afterwards', async () => {
    await sell();
    world.network.up = true;
    expect(await till.api.cutConnection(true)).toMatchObject({ mode: 'offline', cutOnPurpose: true });
    expect(await till.api.syncNow()).toMatchObject({ unsent: 1 });
    await till.api.cutConnection(false);
    await expect.poll(() => till.api.connection()).toMatchObject({ mode: 'online', unsent: 0 });
  });
});
