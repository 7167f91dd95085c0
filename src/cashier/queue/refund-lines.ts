import type { RecordLine } from '#bridge/cashier-undo.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';

/** What the cashier wants back of each line, as minor units; 0: nothing. */
export type RefundAmounts = readonly number[];

export function noRefund(lines: readonly RecordLine[]): RefundAmounts {
  return lines.map(() => 0);
}

/** Typed digits are minor units, as on the pad; anything else in them is passed over. */
export function amountFromTyped(typed: string): number {
  const digits = asciiDigitsFrom(typed).replaceAll(/\D/g, '').slice(0, 12);
  return digits === '' ? 0 : Number(digits);
}

export function withAmount(amounts: RefundAmounts, index: number, amountMinor: number): RefundAmounts {
  return amounts.map((before, at) => (at === index ? amountMinor : before));
}

/** Positions whose amount is above what is left. */
export function excessOf(lines: readonly RecordLine[], amounts: RefundAmounts): ReadonlySet<number> {
  return new Set(lines.flatMap(({ left }, index) => (amounts[index]! > left.amountMinor ? [index] : [])));
}

export function wishedLines(amounts: RefundAmounts): { index: number; amountMinor: number }[] {
  return amounts.flatMap((amountMinor, index) => (amountMinor > 0 ? [{ index, amountMinor }] : []));
}
