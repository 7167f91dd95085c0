import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { expectOk, recordsOf } from '../../support/till-expectations.ts';
import { createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 17_450, category: 'shoes' }] };
const DAY_MS = 86_400_000;

it('a clock that was set back refuses vouchers by name, goes on selling, and takes vouchers once it is right', async () => {
  const world = await createTillWorld();
  // Paired some days ago: the certificate itself has long begun.
  world.network.certificate = { issuedAtS: Math.floor((world.clock.nowMs() - 5 * DAY_MS) / 1_000) };
  const till = await openPairedTill(world);
  const sell = async () => {
    const reading = expectOk(await till.api.readCode(await world.passCode(), SALE));
    if (reading.kind !== 'member') throw new Error(reading.kind);
    return expectOk(await till.api.recordSale(reading.readingId, SALE));
  };
  await sell();
  const voucher = await world.voucher();
  world.clock.advance(-DAY_MS / 2);
  expect(await till.api.readCode(await world.presentationCode(voucher), SALE)).toMatchObject({
    error: { kind: 'clock_behind' },
  });
  await sell();
  expect(await recordsOf(till, 9)).toHaveLength(2);
  world.clock.advance(DAY_MS / 2 + 60_000);
  const reading = expectOk(await till.api.readCode(await world.presentationCode(voucher), SALE));
  expect(reading.kind).toBe('voucher');
  await sell();
  expect(await recordsOf(till, 9)).toHaveLength(3);
});

it('a clock that was ahead once stops no voucher for longer than until the server has answered', async () => {
  const world = await createTillWorld();
  const till = await openPairedTill(world);
  const voucher = await world.voucher();
  const read = async () => till.api.readCode(await world.presentationCode(voucher), SALE);
  world.clock.advance(DAY_MS);
  const reading = expectOk(await till.api.readCode(await world.passCode(), SALE));
  expectOk(await till.api.recordSale(reading.kind === 'member' ? reading.readingId : '', SALE));
  world.clock.advance(-DAY_MS);
  expect(await read()).toMatchObject({ error: { kind: 'clock_behind' } });
  world.network.up = true;
  await till.api.syncNow();
  expect(expectOk(await read()).kind).toBe('voucher');
});

it('a clock that was set back between the scan and the receipt redeems nothing', async () => {
  const world = await createTillWorld();
  world.network.certificate = { issuedAtS: Math.floor((world.clock.nowMs() - 5 * DAY_MS) / 1_000) };
  const till = await openPairedTill(world);
  const reading = expectOk(
    await till.api.readCode(await world.presentationCode(await world.voucher()), SALE),
  );
  if (reading.kind !== 'voucher') throw new Error(reading.kind);
  world.clock.advance(-DAY_MS);
  expect(await till.api.redeem(reading.readingId, SALE)).toMatchObject({ error: { kind: 'clock_behind' } });
  expect(await recordsOf(till, 9)).toHaveLength(0);
  world.clock.advance(DAY_MS);
  expectOk(await till.api.redeem(reading.readingId, SALE));
});
