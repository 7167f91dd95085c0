// Time zones as data: the transitions that the catalogue's zones need, with no Intl in the fold.
import { DAY_MS } from './civil.ts';
import zoneData from './zones.json' with { type: 'json' };

/** `untilMs[i]` ends the stretch in which the wall clock is `offsetMs[i]` ahead of UTC; the last stretch has no end. */
export interface Zone {
  readonly name: string;
  readonly untilMs: readonly number[];
  readonly offsetMs: readonly number[];
}

/** The clock that no zone data is needed for. */
export const UTC: Zone = { name: 'UTC', untilMs: [], offsetMs: [0] };

/** The release of the tz database that `zones.json` was generated from. */
export const TZDATA_VERSION: string = zoneData.tzdata;

const ZONES: ReadonlyMap<string, Zone> = new Map(
  Object.entries(zoneData.zones).map(([name, text]) => [name, zoneFromText(name, text)]),
);

/** `undefined` when the tables do not hold the zone. */
export function zoneNamed(name: string): Zone | undefined {
  return ZONES.get(name);
}

export function offsetAt(zone: Zone, instantMs: number): number {
  let low = 0;
  let high = zone.untilMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instantMs < zone.untilMs[middle]!) high = middle;
    else low = middle + 1;
  }
  return zone.offsetMs[low]!;
}

/** The wall clock's reading as local milliseconds. */
export function localFromInstant(zone: Zone, instantMs: number): number {
  return instantMs + offsetAt(zone, instantMs);
}

/** A wall time that does not exist moves forward by the gap, one that exists twice is the earlier (Temporal "compatible"). */
export function instantFromLocal(zone: Zone, localMs: number): number {
  const before = offsetAt(zone, localMs - DAY_MS);
  const after = offsetAt(zone, localMs + DAY_MS);
  const early = localMs - before;
  if (before === after || offsetAt(zone, early) === before) return early;
  const late = localMs - after;
  return offsetAt(zone, late) === after ? late : early;
}

/** The inverse of what `generate-zones.ts` writes. */
function zoneFromText(name: string, text: string): Zone {
  const [offsets, order, steps] = text
    .split('|')
    .map((part) => part.split(' ').filter((word) => word !== ''));
  const minutes = offsets!.map(fromBase36);
  let seconds = 0;
  return {
    name,
    untilMs: steps!.map((step) => (seconds += fromBase36(step)) * 1000),
    offsetMs: [...order![0]!].map((digit) => minutes[fromBase36(digit)]! * 60_000),
  };
}

function fromBase36(text: string): number {
  return Number.parseInt(text, 36);
}
