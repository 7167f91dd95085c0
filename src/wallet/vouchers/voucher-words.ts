import type { VoucherView } from '#bridge/wallet-api.ts';
import type { Format } from '#i18n/format.ts';
import type { WalletWords } from '#i18n/wallet/en.ts';

/** The discount as printed on the stub: "€5.00" or "20%". */
export function worthOf({ off }: VoucherView, format: Format): string {
  return off.kind === 'fixed' ? format.money(off.money) : format.percent(off.basisPoints);
}

/** One line: where its life stands. */
export function validityOf(voucher: VoucherView, words: WalletWords, format: Format): string {
  const { state, untilMs, usedAtMs, usedAt } = voucher;
  if (state === 'used' && usedAtMs !== undefined) {
    const day = format.day(usedAtMs);
    return usedAt === undefined ? words.voucher.usedOn(day) : words.voucher.usedAt(day, usedAt);
  }
  if (state === 'expired' && untilMs !== undefined) return words.voucher.expiredOn(format.day(untilMs));
  return untilMs === undefined ? words.voucher.noEnd : words.voucher.until(format.day(untilMs));
}

/** The condition beside the discount: a minimum, a cap, both. */
export function conditionOf({ off, minimum }: VoucherView, words: WalletWords, format: Format): string {
  const parts = [
    minimum === undefined ? words.voucher.noMinimum : words.voucher.minimum(format.money(minimum)),
  ];
  if (off.kind === 'percent' && off.cap !== undefined) parts.push(words.voucher.upTo(format.money(off.cap)));
  return parts.join(' · ');
}

export function isOver({ state }: VoucherView): boolean {
  return state === 'used' || state === 'expired';
}
