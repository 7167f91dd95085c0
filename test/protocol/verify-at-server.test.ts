import { describe, expect, test, vi } from 'vitest';
import { type Bytes, bytesFromText, equalBytes } from '#base/bytes.ts';
import { uuidV7 } from '#base/uuid.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { makeJournalRecord } from '#protocol/journal-record.ts';
import type { RedemptionReceipt, Voucher } from '#protocol/messages.ts';
import type { JournalRecord } from '#protocol/journal-message.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import type { ServerTrust } from '#protocol/server-trust.ts';
import { verifyJournalRecord, verifyRecordParts } from '#protocol/verify-at-server.ts';
import * as world from './world.ts';

const trust: ServerTrust = {
  trustList: world.trustList,
  serverKeys: [world.serverSigner.publicKey],
  isRegistered: ({ merchantId, serial }) =>
    serial === world.SERIAL && equalBytes(merchantId, world.MERCHANT_ID),
  nowMs: world.NOW_MS,
};

const record: JournalRecord = {
  issuedAtS: world.NOW_S,
  eventId: uuidV7(world.NOW_MS, world.idOf(7, 10)),
  epoch: 4_000_000_000,
  sequence: 12,
  kind: 'join',
  parts: [bytesFromText('novin-charm')],
  occurredAtMs: world.NOW_MS,
  previous: world.idOf(0),
};

async function earnPart(): Promise<Bytes> {
  return makeEarnReceipt(world.earnReceipt, await world.terminalSigner());
}

async function presentationPart(voucher: Partial<Voucher> = {}): Promise<Bytes> {
  const bytes = await world.voucherBytes(voucher);
  const presentation = {
    merchantId: world.MERCHANT_ID,
    issuedAtS: world.NOW_S,
    counter: 1,
    voucher: bytes,
    useNumber: 1,
  };
  return makePresentation(presentation, world.deviceKey);
}

async function receiptPart(presentation: Bytes, change: Partial<RedemptionReceipt> = {}): Promise<Bytes> {
  const opened = openMessage(presentation);
  if (!opened.ok) return expect.fail(opened.error.kind);
  const presentationId = await messageIdOf(opened.value.sign1);
  const { facts: _, totalMinor: __, ...receipt } = world.redemptionReceipt;
  return makeRedemptionReceipt({ ...receipt, presentationId, ...change }, await world.terminalSigner());
}

async function contents(change: Partial<JournalRecord>, by: ServerTrust = trust): Promise<unknown> {
  const verified = await verifyRecordParts({ ...record, ...change }, by);
  return verified.ok ? verified.value : verified.error.kind;
}

describe('a journal record', () => {
  test('is verified by the key of the device that pushes it', async () => {
    const bytes = await makeJournalRecord(record, world.deviceKey);
    const verified = await verifyJournalRecord(bytes, world.deviceKey.publicKey);
    expect(verified).toMatchObject({ ok: true, value: record });
    const foreign = await verifyJournalRecord(bytes, world.terminalKey.publicKey);
    expect(foreign).toEqual({ ok: false, error: { kind: 'bad_signature' } });
  });

  test('of another type is not taken for one', async () => {
    const verified = await verifyJournalRecord(await earnPart(), world.terminalKey.publicKey);
    expect(verified).toMatchObject({ error: { kind: 'wrong_type' } });
  });
});

describe('what is in it', () => {
  test('joining names a programme', async () => {
    expect(await contents({})).toEqual({ kind: 'join', programmeId: 'novin-charm' });
    expect(await contents({ parts: [bytesFromText('Novin Charm')] })).toBe('claims_shape');
    expect(await contents({ parts: [new Uint8Array([0xff])] })).toBe('claims_shape');
  });

  test('earning is the receipt, verified again', async () => {
    const part = await earnPart();
    expect(await contents({ kind: 'earn', parts: [part] })).toMatchObject({
      kind: 'earn',
      earned: { receipt: world.earnReceipt, merchant: { slug: 'novin-charm' } },
    });
    expect(await contents({ kind: 'earn', parts: [await presentationPart()] })).toBe('wrong_type');
  });

  test('the same receipt from the other side is believed, no byte of it changed', async () => {
    const part = await makeEarnReceipt({ ...world.earnReceipt, sequence: 77 }, await world.terminalSigner());
    const forged = part.map((byte, at) => (at === part.length - 1 ? byte ^ 1 : byte));
    expect(await contents({ kind: 'earn', parts: [forged] })).toBe('bad_signature');
    const checks = vi.spyOn(crypto.subtle, 'verify');
    expect(await contents({ kind: 'earn', parts: [part] })).toMatchObject({ kind: 'earn' });
    const first = checks.mock.calls.length;
    expect(await contents({ kind: 'earn', parts: [part] })).toMatchObject({ kind: 'earn' });
    expect([first > 0, checks.mock.calls.length - first]).toEqual([true, 0]);
    checks.mockRestore();
    for (const [at, byte] of part.entries()) {
      const changed = part.with(at, byte ^ 1);
      expect(await contents({ kind: 'earn', parts: [new Uint8Array(changed)] }), `byte ${at}`).toBeTypeOf(
        'string',
      );
    }
  });

  test('a terminal that the server has not registered earns nothing', async () => {
    const closed = { ...trust, isRegistered: () => false };
    expect(await contents({ kind: 'earn', parts: [await earnPart()] }, closed)).toBe('serial_unregistered');
  });

  test('redeeming is the presentation and the receipt that answers it', async () => {
    const presentation = await presentationPart();
    const parts = [presentation, await receiptPart(presentation)];
    expect(await contents({ kind: 'redeem', parts })).toMatchObject({
      kind: 'redeem',
      presented: { voucher: { programmeVoucher: 'novin-charm/welcome-15' } },
      redeemed: { receipt: { discountMinor: 1_500 } },
    });
  });

  test('a signed refusal does not redeem', async () => {
    const presentation = await presentationPart();
    const refusal = {
      result: 'already_used_here',
      sequence: 0,
      discountMinor: 0,
      previous: world.idOf(0),
    } as const;
    const parts = [presentation, await receiptPart(presentation, refusal)];
    expect(await contents({ kind: 'redeem', parts })).toBe('wrong_type');
  });

  test('a receipt for another presentation does not redeem', async () => {
    const presentation = await presentationPart();
    const other = await presentationPart({ voucherId: world.idOf(0xc2, 12) });
    expect(await contents({ kind: 'redeem', parts: [presentation, await receiptPart(other)] })).toBe(
      'parts_disagree',
    );
  });

  test("another merchant's voucher does not redeem, whatever its holder and a till agree on", async () => {
    const other = { ...world.merchant, merchantId: world.idOf(0xa2), slug: 'maral-charm' };
    const trustList = { ...world.trustList, merchants: [other, world.merchant] };
    const presentation = await presentationPart({ merchantId: other.merchantId });
    const parts = [presentation, await receiptPart(presentation)];
    expect(await contents({ kind: 'redeem', parts }, { ...trust, trustList })).toBe('parts_disagree');
  });

  test.each<[string, Partial<Voucher>, string]>([
    ['expired by then', { expiresAtS: world.NOW_S }, 'expired'],
    ['not valid yet', { notBeforeS: world.NOW_S + 1 }, 'not_yet_valid'],
    ['held by another device', { holderKey: world.strangerSigner.publicKey }, 'bad_signature'],
  ])('a voucher %s does not redeem', async (_, voucher, kind) => {
    const presentation = await presentationPart(voucher);
    expect(await contents({ kind: 'redeem', parts: [presentation, await receiptPart(presentation)] })).toBe(
      kind,
    );
  });
});
