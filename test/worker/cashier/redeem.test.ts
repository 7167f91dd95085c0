import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { hexFromBytes } from '#base/bytes.ts';
import type { Bytes } from '#base/bytes.ts';
import type { TillReading } from '#bridge/cashier-api.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { expectOk, recordsOf, walletStateFor } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 17_450, category: 'shoes' }] };
const SMALL_SALE = { lines: [{ amountMinor: 9_999, category: 'shoes' }] };
const VOUCHER_ID = 'c1'.repeat(12);

let world: TillWorld;
let till: TestTill;
let voucher: Bytes;
beforeEach(async () => {
  world = await createTillWorld();
  till = await openPairedTill(world);
  voucher = await world.voucher();
});

async function scan<K extends TillReading['kind']>(
  code: string,
  kind: K,
  sale = SALE,
): Promise<Extract<TillReading, { kind: K }>> {
  const reading = expectOk(await till.api.readCode(code, sale));
  if (reading.kind !== kind) throw new Error(`read as ${JSON.stringify(reading)}`);
  return reading as Extract<TillReading, { kind: K }>;
}

/** What the customer's wallet makes of a code of the till, having presented `presentation`. */
async function wallet(code: string, presentation: string) {
  const opened = openMessage(presentation);
  if (!opened.ok) throw new Error('not a message');
  const shown = { [hexFromBytes(await messageIdOf(opened.value.sign1))]: VOUCHER_ID };
  const policy = { trustList: world.trustList };
  return (await verifyAtWallet(code, walletStateFor(shown), policy, world.clock)).verdict;
}

describe('a voucher at the till', () => {
  it('shows what it takes off and what is left to pay', async () => {
    const reading = await scan(await world.presentationCode(voucher), 'voucher');
    expect(reading).toMatchObject({
      title: '15 off your next order',
      off: { kind: 'fixed', money: { amountMinor: 1_500 } },
      minimum: { amountMinor: 10_000 },
      discount: { amountMinor: 1_500 },
      payable: { amountMinor: 15_950 },
    });
  });

  it('is redeemed with a receipt that the wallet accepts, once, with one number', async () => {
    const presentation = await world.presentationCode(voucher);
    const { readingId } = await scan(presentation, 'voucher');
    const [first, again] = await Promise.all([
      till.api.redeem(readingId, SALE),
      till.api.redeem(readingId, SALE),
    ]);
    expect(expectOk(again)).toEqual(expectOk(first));
    expect(await wallet(expectOk(first).code.text, presentation)).toMatchObject({
      kind: 'redeemed',
      voucherId: VOUCHER_ID,
      receipt: { result: 'accepted', sequence: 1, discountMinor: 1_500, totalMinor: 17_450, usesLeft: 0 },
    });
    expect(await recordsOf(till, 9)).toMatchObject([
      { kind: 'redeem', voucherTitle: '15 off your next order' },
    ]);
  });

  it('shows the receipt again when the same presentation is scanned again', async () => {
    const presentation = await world.presentationCode(voucher);
    const { readingId } = await scan(presentation, 'voucher');
    const receipt = expectOk(await till.api.redeem(readingId, SALE));
    expect((await scan(presentation, 'repeat')).receipt).toEqual(receipt);
    till.close();
    till = world.openTill(till.name);
    expect((await scan(presentation, 'repeat')).receipt).toEqual(receipt);
  });

  it('refuses a second presentation and says when it was used, on both screens', async () => {
    const { readingId } = await scan(await world.presentationCode(voucher), 'voucher');
    const usedAtMs = world.clock.nowMs();
    expectOk(await till.api.redeem(readingId, SALE));
    world.clock.advance(90_000);
    const second = await world.presentationCode(voucher);
    const refused = await scan(second, 'refused');
    expect(refused).toMatchObject({ reason: { kind: 'already_used_here' }, usedAtMs });
    const code = expectOk(await till.api.refusalCode(refused.readingId));
    expect(await wallet(code.text, second)).toMatchObject({
      kind: 'redemption_refused',
      receipt: { result: 'already_used_here', sequence: 0, discountMinor: 0 },
    });
    expect(await recordsOf(till, 9)).toHaveLength(1);
  });

  it('refuses a second presentation also after a restart', async () => {
    const { readingId } = await scan(await world.presentationCode(voucher), 'voucher');
    expectOk(await till.api.redeem(readingId, SALE));
    till.close();
    till = world.openTill(till.name);
    await scan(await world.presentationCode(voucher), 'refused');
  });

  it('asks for the amount first, and then needs no second scan', async () => {
    const presentation = await world.presentationCode(voucher);
    expect(await till.api.readCode(presentation, { lines: [] })).toMatchObject({
      error: { kind: 'amount_missing' },
    });
    world.clock.advance(120_000);
    expect((await scan(presentation, 'voucher')).discount.amountMinor).toBe(1_500);
  });

  it('names what is missing below the minimum, and is good once the basket has grown', async () => {
    const presentation = await world.presentationCode(voucher);
    const refused = await scan(presentation, 'refused', SMALL_SALE);
    expect(refused.reason).toEqual({ kind: 'min_spend', details: { minimumMinor: 10_000, missingMinor: 1 } });
    const code = expectOk(await till.api.refusalCode(refused.readingId));
    expect(await wallet(code.text, presentation)).toMatchObject({ receipt: { result: 'min_spend' } });
    const { readingId } = await scan(presentation, 'voucher');
    expect(expectOk(await till.api.redeem(readingId, SALE)).record.sequence).toBe(1);
  });

  it('judges the sale again at the moment of redeeming', async () => {
    const { readingId } = await scan(await world.presentationCode(voucher), 'voucher');
    expect(await till.api.redeem(readingId, SMALL_SALE)).toMatchObject({ error: { kind: 'min_spend' } });
    expect(await recordsOf(till, 9)).toEqual([]);
  });

  it('stays unused when the cashier does not redeem it', async () => {
    await scan(await world.presentationCode(voucher), 'voucher');
    await scan(await world.presentationCode(voucher), 'voucher');
    till.close();
    till = world.openTill(till.name);
    await scan(await world.presentationCode(voucher), 'voucher');
  });
});

describe('a voucher that this till may not take', () => {
  it('is refused above the value that the certificate allows for a day', async () => {
    world.network.certificate = {
      caps: { pointsPerReceipt: 1, pointsPerDay: 1, valuePerDayMinor: 2_000 },
      sales: { perReceiptMinor: 50_000, perDayMinor: 50_000, receiptsPerDay: 9 },
    };
    till = await openPairedTill(world);
    const { readingId } = await scan(await world.presentationCode(voucher), 'voucher');
    expectOk(await till.api.redeem(readingId, SALE));
    const other = await world.voucher({ voucherId: new Uint8Array(12).fill(0xc2) });
    const refused = await scan(await world.presentationCode(other), 'refused');
    expect(refused.reason).toEqual({ kind: 'limit_terminal', details: { leftMinor: 500 } });
    world.clock.advance(86_400_000);
    await scan(await world.presentationCode(other), 'voucher');
  });

  it.each([
    ['expired', async () => world.presentationCode(await world.voucher({ expiresAtS: 1_795_000_000 }))],
    ['wrong_merchant', () => world.presentationCode(voucher, { merchantId: new Uint8Array(8) })],
    ['online_required', async () => world.presentationCode(await world.voucher({ offlinePolicy: 0 }))],
  ])('is refused as %s with a code for the customer', async (kind, present) => {
    const refused = await scan(await present(), 'refused');
    expect(refused.reason.kind).toBe(kind);
    expect((await till.api.refusalCode(refused.readingId)).ok).toBe(true);
  });

  it('is refused without a word of this till when it is not genuine', async () => {
    const code = await world.presentationCode(voucher);
    const forged = code.slice(0, -4) + (code.endsWith('0000') ? '1000' : '0000');
    const outcome = await till.api.readCode(forged, SALE);
    expect(outcome.ok).toBe(false);
  });

  it('is refused after three days without the server', async () => {
    world.clock.advance(73 * 3_600_000);
    const refused = await scan(await world.presentationCode(voucher), 'refused');
    expect(refused.reason.kind).toBe('offline_too_long');
  });
});
