import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Voucher } from '#protocol/messages.ts';
import type { VoucherContent, VoucherRow } from '#storage/voucher-store.ts';

/** A credential just received, as it is stored. */
export function voucherRowFrom(voucher: Voucher, cose: Bytes): VoucherRow {
  return {
    id: hexFromBytes(voucher.voucherId),
    cose,
    content: voucherContentFrom(voucher),
    state: 'live',
    uses: 0,
  };
}

function voucherContentFrom(voucher: Voucher): VoucherContent {
  const { kind, value, title, expiresAtS, offlinePolicy } = voucher;
  const { minSpendMinor, capMinor, notBeforeS, instanceKey, programmeVoucher, homeTills } = voucher;
  return {
    merchantId: hexFromBytes(voucher.merchantId),
    kind,
    value,
    title,
    expiresAtS,
    offlinePolicy,
    maxUses: voucher.maxUses ?? 1,
    ...(homeTills === undefined ? {} : { homeTills }),
    ...(minSpendMinor === undefined ? {} : { minSpendMinor }),
    ...(capMinor === undefined ? {} : { capMinor }),
    ...(notBeforeS === undefined ? {} : { notBeforeS }),
    ...(instanceKey === undefined ? {} : { instanceKey }),
    ...(programmeVoucher === undefined ? {} : { programmeVoucher }),
  };
}
