import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { packedZonesPath, zonesJson, ZONES_PATH } from '#loyalty/time/generate-zones.ts';
import {
  instantFromLocal,
  localFromInstant,
  offsetAt,
  TZDATA_VERSION,
  zoneNamed,
} from '#loyalty/time/zone.ts';
import zones from '#loyalty/time/zones.json' with { type: 'json' };

const NAMES = Object.keys(zones.zones);
const FROM_MS = Date.UTC(1970, 0, 2);
const TO_MS = Date.UTC(2037, 5, 1);

test('the zone table is what the generator makes of the installed tz data', () => {
  const packed = readFileSync(packedZonesPath(), 'utf8');
  expect(readFileSync(ZONES_PATH, 'utf8')).toBe(zonesJson(packed));
  expect(TZDATA_VERSION).toBe((JSON.parse(packed) as { version: string }).version);
});

test('the catalogue has its zones, and an unknown one is not guessed', () => {
  expect(NAMES).toEqual(
    expect.arrayContaining([
      'Asia/Shanghai',
      'Asia/Tehran',
      'America/Los_Angeles',
      'America/New_York',
      'America/Chicago',
      'Europe/Berlin',
      'Europe/London',
      'Asia/Ho_Chi_Minh',
      'Asia/Dubai',
      'UTC',
    ]),
  );
  expect(zoneNamed('Mars/Olympus')).toBeUndefined();
});

// The runtime's own tz data may be older than ours, so years that may still change are left out.
const SETTLED_TO_MS = Date.UTC(2024, 0, 1);
const SETTLED_FROM_MS = Date.UTC(1981, 0, 1);

test.each(NAMES)('%s agrees with Intl at sampled instants', (name) => {
  const zone = zoneNamed(name)!;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    timeZoneName: 'longOffset',
    year: 'numeric',
  });
  fc.assert(
    fc.property(fc.integer({ min: SETTLED_FROM_MS / 60_000, max: SETTLED_TO_MS / 60_000 }), (minute) => {
      const text = formatter
        .formatToParts(minute * 60_000)
        .find(({ type }) => type === 'timeZoneName')!.value;
      const found = /([+-])(\d\d):(\d\d)/.exec(text);
      const minutes = found ? (Number(found[2]) * 60 + Number(found[3])) * (found[1] === '-' ? -1 : 1) : 0;
      expect(offsetAt(zone, minute * 60_000) / 60_000).toBe(minutes);
    }),
    { numRuns: 300 },
  );
});

test('reading the wall clock and resolving it again gives the instant, except in the second pass of an overlap', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.integer({ min: FROM_MS, max: TO_MS }), (name, instantMs) => {
      const zone = zoneNamed(name)!;
      const again = instantFromLocal(zone, localFromInstant(zone, instantMs));
      if (again !== instantMs) {
        expect(again).toBeLessThan(instantMs);
        expect(localFromInstant(zone, again)).toBe(localFromInstant(zone, instantMs));
      }
    }),
    { numRuns: 2000 },
  );
});

test('a wall time that does not exist moves forward, one that exists twice is the earlier', () => {
  const tehran = zoneNamed('Asia/Tehran')!;
  const gap = Date.UTC(2020, 2, 21, 0, 30);
  expect(localFromInstant(tehran, instantFromLocal(tehran, gap))).toBe(Date.UTC(2020, 2, 21, 1, 30));
  const twice = Date.UTC(2020, 8, 20, 23, 30);
  expect(instantFromLocal(tehran, twice)).toBe(Date.UTC(2020, 8, 20, 19, 0));
});

test('Tehran has had no summer time since 2022', () => {
  const tehran = zoneNamed('Asia/Tehran')!;
  expect(offsetAt(tehran, Date.UTC(2022, 6, 1)) / 60_000).toBe(270);
  expect(offsetAt(tehran, Date.UTC(2023, 6, 1)) / 60_000).toBe(210);
});
