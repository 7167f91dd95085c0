import { assert } from '#base/assert.ts';
import type { Instant, Int } from '#loyalty/programme/types.ts';
import { textFromInstant } from '#loyalty/time/instant.ts';
import { UTC } from '#loyalty/time/zone.ts';

/** Years 1970 to 2999, the range that the programme format accepts above the epoch. */
const MAX_SECONDS = 32_503_680_000 - 1;

/** Epoch seconds as an instant at offset zero, e.g. `2026-03-01T12:00:00+00:00`. The offset never matters to the fold. */
export function instantFromSeconds(epochS: Int): Instant {
  assert(
    Number.isSafeInteger(epochS) && epochS >= 0 && epochS <= MAX_SECONDS,
    'seconds of the years 1970 to 2999',
  );
  return textFromInstant(UTC, epochS * 1000);
}
