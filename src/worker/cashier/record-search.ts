import type { RecordFilter, RecordQuery } from '#bridge/cashier-undo.ts';
import type { TillRecord } from '#bridge/till-record.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';

export type RecordTest = (record: TillRecord) => boolean;

/** Number, member, voucher, amount's digits or time of day; digits of any script, any case, without spaces and dashes. */
export function recordTest({ text, filter }: RecordQuery, dayStartMs: (nowMs: number) => number): RecordTest {
  const wanted = plain(text);
  const minute = minuteOfDay(text);
  return (record) => {
    if (!passesFilter(record, filter)) return false;
    if (wanted === '') return true;
    if (minute !== undefined) return Math.floor((record.atMs - dayStartMs(record.atMs)) / 60_000) === minute;
    const { sequence, memberName = '', voucherTitle = '', total } = record;
    return [`${sequence}`, memberName, voucherTitle, `${total.amountMinor}`].some((one) =>
      plain(one).includes(wanted),
    );
  };
}

function passesFilter({ state, kind, takenBack }: TillRecord, filter: RecordFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'problems':
      return state === 'conflict' || state === 'rejected';
    case 'undone':
      return kind === 'undo' || takenBack !== undefined;
    case 'unsent':
    case 'accepted':
      return state === filter;
  }
}

/** `9:41` asks for that minute. */
function minuteOfDay(text: string): number | undefined {
  const time = /^(\d{1,2}):(\d{2})$/.exec(asciiDigitsFrom(text).trim());
  return time === null ? undefined : Number(time[1]) * 60 + Number(time[2]);
}

function plain(text: string): string {
  return asciiDigitsFrom(text)
    .toLowerCase()
    .replaceAll(/[\s\-.,٫٬]/g, '');
}
