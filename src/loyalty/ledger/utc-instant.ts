import { assert } from '#base/assert.ts';
import type { Instant, Int } from '#loyalty/programme/types.ts';

/** Years 1970 to 2999, the range that the programme format accepts above the epoch. */
const MAX_SECONDS = 32_503_680_000 - 1;

/** Epoch seconds as an instant at offset zero, e.g. `2026-03-01T12:00:00+00:00`. The offset never matters to the fold. */
export function instantFromSeconds(epochS: Int): Instant {
  assert(
    Number.isSafeInteger(epochS) && epochS >= 0 && epochS <= MAX_SECONDS,
    'seconds of the years 1970 to 2999',
  );
  const days = Math.floor(epochS / 86_400);
  const second = epochS - days * 86_400;
  const time = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
    .map(twoDigits)
    .join(':');
  return `${civilFromDays(days)}T${time}+00:00`;
}

/** Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days, for days from 1970 on. */
function civilFromDays(daysSince1970: Int): string {
  const shifted = daysSince1970 + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(n: Int): string {
  return n < 10 ? `0${n}` : `${n}`;
}
