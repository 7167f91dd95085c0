import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { base64FromBytes } from '#base/bytes.ts';
import { LIST_PLACES, makeStatusList, packStatuses } from '#protocol/status-list.ts';
import type { Signer } from '#protocol/signer.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import { expectOk } from '../../support/till-expectations.ts';
import { newSigner } from '../../support/test-device.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 17_450, category: 'shoes' }] };
const HOUR_MS = 3_600_000;

let world: TillWorld;
let till: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  till = await openPairedTill(world);
});

function restart(): void {
  till.close();
  till = world.openTill(till.name);
}

async function scanVoucher(number: number, change: Parameters<TillWorld['voucher']>[0] = {}) {
  const voucher = await world.voucher({ voucherId: new Uint8Array(12).fill(number), ...change });
  return till.api.readCode(await world.presentationCode(voucher), SALE);
}

async function redeem(number: number): Promise<string> {
  const reading = expectOk(await scanVoucher(number));
  if (reading.kind !== 'voucher') throw new Error(JSON.stringify(reading));
  return expectOk(await till.api.redeem(reading.readingId, SALE)).record.id;
}

async function refusalOf(number: number, change: Parameters<TillWorld['voucher']>[0] = {}): Promise<string> {
  const reading = await scanVoucher(number, change);
  if (!reading.ok) return reading.error.kind;
  return reading.value.kind === 'refused' ? reading.value.reason.kind : reading.value.kind;
}

describe('what one device may have between two syncs', () => {
  it('is three redemptions, also over a restart, and is counted anew after a sync', async () => {
    for (const number of [1, 2, 3]) await redeem(number);
    restart();
    expect(await refusalOf(4)).toBe('limit_terminal');
    world.network.up = true;
    world.clock.advance(1_000);
    await till.driver.now();
    expect(await refusalOf(5)).toBe('voucher');
  });

  it('is half a day after the last sync, and nothing after three', async () => {
    world.clock.advance(25 * HOUR_MS);
    await redeem(1);
    expect(await refusalOf(2)).toBe('limit_terminal');
    world.clock.advance(48 * HOUR_MS);
    expect(await refusalOf(3)).toBe('limit_terminal');
  });

  it('is bounded by the face of the voucher', async () => {
    expect(await refusalOf(1, { value: 2_001 })).toBe('limit_voucher');
  });

  it('is what the certificate says', async () => {
    world.network.certificate = { risk: { ...DEFAULT_RISK, anyTillFaceMinor: 9_000, deviceRedemptions: 1 } };
    till = await openPairedTill(world);
    await redeem(1);
    expect(await refusalOf(2)).toBe('limit_terminal');
  });
});

describe('the value given away in a day', () => {
  const used = { value: { reason: { kind: 'limit_terminal', details: { leftMinor: 500 } } } };

  beforeEach(async () => {
    world.network.certificate = {
      // Paired some days ago, so that a clock may be set back.
      issuedAtS: Math.floor((world.clock.nowMs() - 120 * HOUR_MS) / 1_000),
      caps: { pointsPerReceipt: 1, pointsPerDay: 1, valuePerDayMinor: 2_000 },
      sales: { perReceiptMinor: 50_000, perDayMinor: 50_000, receiptsPerDay: 9 },
    };
    till = await openPairedTill(world);
  });

  it('is remembered over a restart, in the same step as the receipt', async () => {
    await redeem(1);
    restart();
    expect(await scanVoucher(2)).toMatchObject(used);
  });

  it.each([-24, 24])('is not forgotten by an undo under a clock set by %i hours for it', async (hours) => {
    const recordId = await redeem(1);
    world.clock.advance(hours * HOUR_MS);
    const lines = [{ index: 0, amountMinor: 1 }];
    expectOk(await till.api.undo(recordId, { wishId: 'w1', reason: 'goods_returned', lines }));
    world.clock.advance(-hours * HOUR_MS);
    expect(await scanVoucher(2)).toMatchObject(used);
  });

  it('does not begin anew with each step of the clock over midnight, as little as it takes', async () => {
    world.clock.advance(12 * HOUR_MS - 30_000);
    await redeem(1);
    world.clock.advance(60_000);
    await redeem(2);
    world.clock.advance(-60_000);
    expect(await scanVoucher(3)).toMatchObject(used);
    world.clock.advance(60_000);
    expect(await scanVoucher(4)).toMatchObject(used);
  });
});

describe('a clock that was turned back', () => {
  it('redeems nothing, also after a restart, and earns on', async () => {
    world.clock.advance(HOUR_MS);
    await redeem(1);
    world.clock.advance(-10 * 60_000);
    restart();
    expect(await refusalOf(2)).toBe('clock_behind');
    expect(expectOk(await till.api.readCode(await world.passCode(), SALE)).kind).toBe('member');
  });
});

describe('the list of what was revoked', () => {
  async function serveList(signer: Signer, revoked: readonly number[], number = 0): Promise<void> {
    const statuses = packStatuses(1, 64, new Map(revoked.map((index) => [index, 1])));
    const issuedAtS = Math.floor(world.clock.nowMs() / 1_000);
    const list = await makeStatusList({ subject: 's', issuedAtS, bits: 1, statuses }, signer);
    world.network.answerStatus = () =>
      Response.json({ v: 1, lists: [{ number, cose: base64FromBytes(list) }] }, { headers: { etag: '"1"' } });
    till = await openPairedTill(world);
  }

  it('is kept for the hours without a line, and over a restart', async () => {
    await serveList(world.server, [5]);
    restart();
    expect(await refusalOf(1, { statusIndex: 5 })).toBe('revoked');
    expect(await refusalOf(2, { statusIndex: 6 })).toBe('voucher');
  });

  it('of the next number is asked about places beyond the first, and those are not known without it', async () => {
    await serveList(world.server, [5], 1);
    expect(await refusalOf(1, { statusIndex: LIST_PLACES + 5 })).toBe('revoked');
    expect(await refusalOf(2, { statusIndex: LIST_PLACES + 6 })).toBe('voucher');
    expect(await refusalOf(3, { statusIndex: 2 * LIST_PLACES + 5 })).toBe('status_stale');
    expect(await refusalOf(4, { statusIndex: 5 })).toBe('status_stale');
  });

  it('is told by its age, and what it names is refused however old it is', async () => {
    await serveList(world.server, [5]);
    const listMs = Math.floor(world.clock.nowMs() / 1_000) * 1_000;
    world.clock.advance(80 * 3_600_000);
    expect((await till.api.checkTill()).statusListFromMs).toBe(listMs);
    expect(await refusalOf(1, { statusIndex: 5 })).toBe('revoked');
    expect(await refusalOf(2, { statusIndex: 6 })).toBe('status_stale');
  });

  it('is not taken from a stranger', async () => {
    await serveList(await newSigner(), [5]);
    expect(await refusalOf(1, { statusIndex: 5 })).toBe('status_stale');
  });

  it('is not asked for again while the server has nothing newer', async () => {
    await serveList(world.server, [5]);
    const asked: (string | undefined)[] = [];
    world.network.answerStatus = (init) => {
      asked.push((init.headers as Record<string, string>)['if-none-match']);
      return new Response(null, { status: 304 });
    };
    world.network.up = true;
    world.clock.advance(11 * 60_000);
    await till.driver.now();
    expect(asked).toEqual(['"1"']);
    expect(await refusalOf(1, { statusIndex: 5 })).toBe('revoked');
  });
});
