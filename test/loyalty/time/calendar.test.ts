import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import aadvantage from '#loyalty/programme/presets/published/aadvantage.json' with { type: 'json' };
import type { Dur, Tick, Window } from '#loyalty/programme/types.ts';
import { civilFromDays, daysFromCivil, weekdayOfDays } from '#loyalty/time/civil.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { instantFromText, textFromInstant } from '#loyalty/time/instant.ts';
import { nextPeriodStart, periodStart, type Period } from '#loyalty/time/period.ts';
import { daysFromPersian, persianFromDays } from '#loyalty/time/persian.ts';
import { lastTickMs, monthOfDateText, nextTickMs, tickHoldsOnDay } from '#loyalty/time/tick.ts';
import { spanOf } from '#loyalty/time/window.ts';
import { zoneNamed } from '#loyalty/time/zone.ts';

const DAY_MS = 86_400_000;
/** `{n: 1, u: 'y', snap: 'year', anchor: '03-01', then: {n: 1, u: 'mo'}}`. */
const HELD_TO_END_OF_MARCH = aadvantage.versions[2]!.ladders[0]!.hold as Dur;

function after(zone: string, at: string, dur: Dur): string {
  const table = zoneNamed(zone)!;
  return textFromInstant(table, addDuration(table, instantFromText(at)!, dur));
}

describe('instants', () => {
  test.each([
    ['2019-03-01T12:00:00-08:00', Date.UTC(2019, 2, 1, 20)],
    ['2019-03-01T12:00Z', Date.UTC(2019, 2, 1, 12)],
    ['2019-03-01T12:00:00.5+03:30', Date.UTC(2019, 2, 1, 8, 30, 0, 500)],
    ['2020-02-29T00:00:00+00:00', Date.UTC(2020, 1, 29)],
  ])('%s is read', (text, ms) => {
    expect(instantFromText(text)).toBe(ms);
  });

  test.each([
    '2019-02-29T00:00:00Z',
    '2019-13-01T00:00:00Z',
    '2019-01-01T24:00:00Z',
    '2019-01-01',
    '2019-01-01T00:00:00',
  ])('%s is no instant', (text) => {
    expect(instantFromText(text)).toBeUndefined();
  });

  test('writing in any zone and reading gives the instant', () => {
    const zones = ['Asia/Tehran', 'America/Los_Angeles', 'Europe/London', 'UTC'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2e12 }), (zone, ms) => {
        expect(instantFromText(textFromInstant(zoneNamed(zone)!, ms))).toBe(ms);
      }),
    );
  });

  test('days and dates are each other’s inverse and agree with Date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
        const { year, month, day } = civilFromDays(days);
        expect(daysFromCivil(year, month, day)).toBe(days);
        const date = new Date(days * DAY_MS);
        expect([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]).toEqual([
          year,
          month,
          day,
        ]);
        expect(weekdayOfDays(days)).toBe(date.getUTCDay());
      }),
    );
  });
});

describe('durations', () => {
  test.each<readonly [string, string, string, Dur, string]>([
    ['a month is clamped', 'UTC', '2019-01-31T10:00:00Z', { n: 1, u: 'mo' }, '2019-02-28T10:00:00+00:00'],
    [
      'a leap day plus a year is the 28th',
      'Asia/Shanghai',
      '2020-02-29T12:00:00+08:00',
      { n: 1, u: 'y' },
      '2021-02-28T12:00:00+08:00',
    ],
    [
      'months are counted on the wall clock',
      'Asia/Tehran',
      '2020-03-01T10:00:00+03:30',
      { n: 6, u: 'mo' },
      '2020-09-01T10:00:00+04:30',
    ],
    [
      'a midnight that does not exist moves forward',
      'Asia/Tehran',
      '2020-03-20T00:00:00+03:30',
      { n: 1, u: 'd' },
      '2020-03-21T01:00:00+04:30',
    ],
    [
      'seconds are elapsed time',
      'America/Los_Angeles',
      '2021-03-14T01:30:00-08:00',
      { n: 7200, u: 's' },
      '2021-03-14T04:30:00-07:00',
    ],
    [
      'weeks are seven days',
      'America/Los_Angeles',
      '2021-03-10T09:00:00-08:00',
      { n: 1, u: 'w' },
      '2021-03-17T09:00:00-07:00',
    ],
    [
      'snap goes to the start of the next month',
      'America/Los_Angeles',
      '2020-12-15T08:00:00-08:00',
      { n: 6, u: 'mo', snap: 'month' },
      '2021-07-01T00:00:00-07:00',
    ],
    [
      'snap of a start goes to the next start',
      'UTC',
      '2020-12-01T00:00:00Z',
      { n: 1, u: 'mo', snap: 'month' },
      '2021-02-01T00:00:00+00:00',
    ],
    [
      'snap of no time is the end of the day',
      'America/Los_Angeles',
      '2016-05-01T09:00:00-07:00',
      { n: 0, u: 'd', snap: 'day' },
      '2016-05-02T00:00:00-07:00',
    ],
    [
      'a week snaps to Monday',
      'UTC',
      '2021-03-10T09:00:00Z',
      { n: 0, u: 'd', snap: 'week' },
      '2021-03-15T00:00:00+00:00',
    ],
    [
      'an anchored week snaps to Saturday',
      'UTC',
      '2021-03-10T09:00:00Z',
      { n: 0, u: 'd', snap: 'week', anchor: 6 },
      '2021-03-13T00:00:00+00:00',
    ],
    [
      'an anchored year, then a month',
      'America/Chicago',
      '2024-02-29T23:59:59-06:00',
      HELD_TO_END_OF_MARCH,
      '2025-04-01T00:00:00-05:00',
    ],
  ])('%s', (...[, zone, at, dur, end]) => {
    expect(after(zone, at, dur)).toBe(end);
  });
});

describe('periods', () => {
  test('every instant lies in exactly one period, and periods follow each other', () => {
    const period = fc.constantFrom<Period>(
      { unit: 'day' },
      { unit: 'week' },
      { unit: 'week', anchor: 6 },
      { unit: 'month' },
      { unit: 'year' },
      { unit: 'year', anchor: '03-01' },
      { unit: 'month', cal: 'persian' },
      { unit: 'year', cal: 'persian' },
    );
    fc.assert(
      fc.property(period, fc.integer({ min: 0, max: 2e12 }), (each, localMs) => {
        const start = periodStart(each, localMs);
        const next = nextPeriodStart(each, localMs);
        expect(start).toBeLessThanOrEqual(localMs);
        expect(next).toBeGreaterThan(localMs);
        expect(periodStart(each, next)).toBe(next);
        expect(periodStart(each, next - 1)).toBe(start);
      }),
    );
  });

  test('the Persian calendar agrees with Intl in our time', () => {
    const formatter = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const { year, month, day } = persianFromDays(days);
        expect(daysFromPersian(year, month, day)).toBe(days);
        const parts = formatter.formatToParts(days * DAY_MS);
        const read = (type: string) => Number(parts.find((part) => part.type === type)!.value);
        expect([read('year'), read('month'), read('day')]).toEqual([year, month, day]);
      }),
    );
  });
});

describe('windows', () => {
  const zone = zoneNamed('UTC')!;
  const at = Date.UTC(2020, 0, 1);
  const span = (window: Window, before: boolean, mark?: number) =>
    spanOf(window, zone, { atMs: at, before }, () => mark);

  test('the last days at T- are [T-n, T), at T+ (T-n, T]', () => {
    const last: Window = { last: { n: 2, u: 'd' } };
    expect(span(last, true)).toEqual({ fromMs: at - 2 * DAY_MS, toMs: at });
    expect(span(last, false)).toEqual({ fromMs: at - 2 * DAY_MS + 1, toMs: at + 1 });
  });

  test('a tick at New Year judges the old year, an event at New Year the new one', () => {
    expect(span({ this: 'year' }, true).fromMs).toBe(Date.UTC(2019, 0, 1));
    expect(span({ this: 'year' }, false).fromMs).toBe(at);
  });

  test('since a mark lasts for its duration, and is empty without the mark', () => {
    const since: Window = { since: 'm', for: { n: 1, u: 'd' } };
    expect(span(since, false, at - 3 * DAY_MS)).toEqual({ fromMs: at - 3 * DAY_MS, toMs: at - 2 * DAY_MS });
    const empty = span(since, false);
    expect(empty.fromMs).toBe(empty.toMs);
  });

  test('between excludes its end', () => {
    const campaign: Window = { between: ['2019-12-01T00:00:00Z', '2019-12-31T00:00:00Z'] };
    expect(span(campaign, false)).toEqual({ fromMs: Date.UTC(2019, 11, 1), toMs: Date.UTC(2019, 11, 31) });
  });
});

describe('ticks', () => {
  const zone = zoneNamed('Asia/Tehran')!;
  const from = instantFromText('2020-03-01T12:00:00+03:30')!;
  const next = (tick: Tick, afterMs = from) => textFromInstant(zone, nextTickMs(tick, zone, afterMs)!);

  test.each<[string, Tick, string]>([
    ['the 8th of a month', { dom: [8] }, '2020-03-08T00:00:00+03:30'],
    ['Tuesday or Thursday at nine', { dow: [2, 4], at: '09:00' }, '2020-03-03T09:00:00+03:30'],
    ['Nowruz by the Persian calendar', { md: ['01-01'], cal: 'persian' }, '2020-03-20T00:00:00+03:30'],
    ['29 February, four years later', { md: ['02-29'] }, '2024-02-29T00:00:00+03:30'],
    ['29 February, but only on a Sunday', { md: ['02-29'], dow: [0] }, '2032-02-29T00:00:00+03:30'],
    ['every day', {}, '2020-03-02T00:00:00+03:30'],
  ])('%s', (_, tick, at) => {
    expect(next(tick)).toBe(at);
  });

  test('the next tick is after the instant, the last one at or before it', () => {
    const noon: Tick = { at: '12:00' };
    expect(next(noon)).toBe('2020-03-02T12:00:00+03:30');
    expect(lastTickMs(noon, zone, from)).toBe(from);
    expect(lastTickMs(noon, zone, from - 1)).toBe(from - DAY_MS);
  });

  test('a day of the year that must be a Sunday comes again, and is remembered, after up to forty years', () => {
    const tick: Tick = { md: ['02-29'], dow: [0] };
    const [first, second] = ['2088-02-29T00:00:00+03:30', '2128-02-29T00:00:00+03:30'];
    expect(next(tick, instantFromText(first!)!)).toBe(second);
    const last = lastTickMs(tick, zone, instantFromText(second!)! - 1);
    expect(textFromInstant(zone, last!)).toBe(first);
  });

  test('an anniversary of 29 February is kept on the 28th in other years', () => {
    const born = () => '2000-02-29';
    const tick: Tick = { anniv: 'birthday' };
    expect(tickHoldsOnDay(tick, daysFromCivil(2021, 2, 28), born)).toBe(true);
    expect(tickHoldsOnDay(tick, daysFromCivil(2024, 2, 28), born)).toBe(false);
    expect(tickHoldsOnDay(tick, daysFromCivil(2024, 2, 29), born)).toBe(true);
    expect(tickHoldsOnDay(tick, daysFromCivil(2024, 2, 29), () => undefined)).toBe(false);
  });

  test('an anniversary of 30 Esfand is kept on the 29th in years of the Persian calendar that end with it', () => {
    const tick: Tick = { anniv: 'birthday', cal: 'persian' };
    const on = (text: string, born = '1375-12-30') => {
      const [year, month, day] = text.split('-').map(Number);
      return tickHoldsOnDay(tick, daysFromCivil(year!, month!, day!), () => born);
    };
    // 1400 has 29 days of Esfand, 1399 has 30.
    expect([on('2022-03-20'), on('2022-03-21'), on('2021-03-19'), on('2021-03-20')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([on('2021-05-05', '1375-02-15'), on('2021-05-04', '1375-02-15')]).toEqual([true, false]);
  });

  test('needs no year: a day of 29 February told alone has the same anniversaries, and a month', () => {
    const tick = { anniv: 'birthday' };
    const days = [daysFromCivil(2021, 2, 28), daysFromCivil(2024, 2, 28), daysFromCivil(2024, 2, 29)];
    expect(days.map((day) => tickHoldsOnDay(tick, day, () => '--02-29'))).toEqual([true, false, true]);
    expect(monthOfDateText('--02-29')).toBe(2);
  });
});
