import { assert } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import {
  UINT32_MAX,
  bytesOf,
  confirmationKey,
  listOf,
  minorUnits,
  oneOf,
  seconds,
  text,
  uint,
} from './fields.ts';
import { MESSAGE_TYPE, type Voucher } from './messages.ts';
import { makeBare } from './open-message.ts';
import { claim, label, optionalClaim, optionalLabel } from './schema.ts';
import type { Signer } from './signer.ts';

const HUNDRED_PERCENT = 10_000;

export const VOUCHER: MessageSchema<Voucher> = {
  type: MESSAGE_TYPE.voucher,
  fields: {
    merchantId: claim(1, bytesOf(8)),
    expiresAtS: claim(4, seconds),
    notBeforeS: optionalClaim(5, seconds),
    voucherId: claim(7, bytesOf(12)),
    holderKey: claim(8, confirmationKey),
    kind: label(1, oneOf(['fixed', 'percent'])),
    value: label(2, uint()),
    minSpendMinor: optionalLabel(3, minorUnits),
    title: label(4, text(28)),
    maxUses: optionalLabel(5, uint(1000)),
    offlinePolicy: label(6, oneOf([0, 1, 2, 3])),
    merchantSetId: optionalLabel(7, bytesOf(8)),
    homeTills: optionalLabel(8, listOf(uint(UINT32_MAX), 1, 8)),
    statusIndex: optionalLabel(9, uint(UINT32_MAX)),
    capMinor: optionalLabel(10, minorUnits),
    instanceKey: optionalLabel(11, text(64)),
    programmeVoucher: optionalLabel(12, text(64)),
  },
  holds: (voucher) =>
    voucher.maxUses !== 0 &&
    (voucher.kind === 'fixed' ? voucher.capMinor === undefined : voucher.value <= HUNDRED_PERCENT),
};

/** Server side, with the merchant's root key. */
export function makeVoucher(voucher: Voucher, signer: Signer): Promise<Bytes> {
  return makeBare(VOUCHER, voucher, signer);
}

/**
 * What the voucher takes off a sale, in minor units and never more than the sale: fixed min(value, amount), percent
 * rounded down and capped. `undefined` below the minimum spend.
 */
export function discountOf(voucher: Voucher, saleMinor: number): number | undefined {
  assert(Number.isSafeInteger(saleMinor) && saleMinor >= 0, 'a sale is a count of minor units');
  if (saleMinor < (voucher.minSpendMinor ?? 0)) return undefined;
  if (voucher.kind === 'fixed') return Math.min(voucher.value, saleMinor);
  // In BigInt: amount x basis points may pass 2^53.
  const share = Number((BigInt(saleMinor) * BigInt(voucher.value)) / BigInt(HUNDRED_PERCENT));
  return Math.min(share, voucher.capMinor ?? share);
}
