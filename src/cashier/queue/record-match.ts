import type { TillRecord } from '#bridge/cashier-api.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';

export const RECORD_FILTERS = ['all', 'unsent', 'accepted', 'problems'] as const;
export type RecordFilter = (typeof RECORD_FILTERS)[number];

export function passesFilter(record: TillRecord, filter: RecordFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'problems') return record.state === 'conflict' || record.state === 'rejected';
  return record.state === filter;
}

/** By number, member, voucher, or the amount's digits; digits of any script, any case, without spaces and dashes. */
export function matchesSearch(record: TillRecord, typed: string): boolean {
  const wanted = plain(typed);
  if (wanted === '') return true;
  const { sequence, memberName = '', voucherTitle = '', total } = record;
  return [`${sequence}`, memberName, voucherTitle, `${total.amountMinor}`].some((text) =>
    plain(text).includes(wanted),
  );
}

function plain(text: string): string {
  return asciiDigitsFrom(text)
    .toLowerCase()
    .replaceAll(/[\s\-.,٫٬]/g, '');
}
