import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantMs } from '#loyalty/programme/instant.ts';

describe('an instant of a definition', () => {
  test('is read as every other ISO 8601 reader does', () => {
    const date = fc.date({ min: new Date('1900-01-02Z'), max: new Date('2999-12-30Z'), noInvalidDate: true });
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(date, offset, (at, minutes) => {
        const wall = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(minutes);
        const hhmm = `${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        expect(instantMs(`${wall}${minutes < 0 ? '-' : '+'}${hhmm}`)).toBe(at.getTime());
      }),
    );
  });

  test.each([
    ['2020-02-29T00:00:00Z', 'a leap day', true],
    ['2021-02-29T00:00:00Z', 'a leap day of another year', false],
    ['1900-02-29T00:00:00Z', 'a leap day that the Gregorian calendar left out', false],
    ['2021-04-31T00:00:00Z', 'the 31st of April', false],
    ['2021-13-01T00:00:00Z', 'a 13th month', false],
    ['2021-00-01T00:00:00Z', 'a month 0', false],
    ['2021-01-01T24:00:00Z', 'an hour 24', false],
    ['2021-01-01T23:60:00Z', 'a minute 60', false],
    ['2021-01-01T23:59:60Z', 'a leap second', false],
    ['2021-01-01T00:00:00+14:00', 'the easternmost offset', true],
    ['2021-01-01T00:00:00+14:01', 'an offset beyond it', false],
    ['2021-01-01T00:00:00+05:60', 'an offset of sixty minutes', false],
    ['2021-01-01T00:00:00', 'no offset', false],
    ['2021-01-01', 'a date alone', false],
    ['1899-12-31T00:00:00Z', 'a year too early', false],
    ['3000-01-01T00:00:00Z', 'a year too late', false],
    ['2021-01-01t00:00:00z', 'lower case', false],
  ])('%s (%s): %s', (text, _, isOne) => expect(instantMs(text) !== undefined).toBe(isOne));
});
