import { expect, test } from 'vitest';
import { memberDatesIn, memberDatesOf } from '#loyalty/programme/member-dates.ts';
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import type { Programme } from '#loyalty/programme/types.ts';

const NOW_MS = Date.UTC(2026, 10, 22);

test('of the published programmes only Sephora and Starbucks ask for a birthday', () => {
  const asking = publishedCatalogue().flatMap(({ name, programme }) => {
    const dates = [...memberDatesOf(programme, NOW_MS)];
    return dates.length === 0 ? [] : [[name, dates]];
  });
  expect(asking).toEqual([
    ['sephora', ['birthday']],
    ['starbucks', ['birthday']],
  ]);
});

test('only a tick names dates of the member: a field of an event that is called the same does not', () => {
  expect([...memberDatesIn({ tick: { anniv: 'wedding', at: '09:00' } })]).toEqual(['wedding']);
  expect([...memberDatesIn({ if: { not: { cal: { month_of: 'birthday' } } } })]).toEqual(['birthday']);
  expect([...memberDatesIn({ on: { type: 'purchase', where: { anniv: 'birthday' } } })]).toEqual([]);
});

test('a date that is read on the Persian calendar is not asked of a member, who tells Gregorian ones', () => {
  expect([...memberDatesIn([{ cal: { anniv: 'birthday', cal: 'persian' } }])]).toEqual([]);
});

test('terms that are over ask for nothing, terms to come do', () => {
  const base = { id: 'cafe', tz: 'UTC', currency: { code: 'EUR', exp: 2 } };
  const asking = { rewards: [{ id: 'cake', if: { cal: { anniv: 'birthday' } } }] };
  const from = '2026-06-01T00:00:00Z';
  const [before, after] = [Date.UTC(2026, 4, 31), Date.UTC(2026, 5, 1)];
  const ended: Programme = { ...base, ...asking, versions: [{ from }] };
  expect([before, after].map((atMs) => memberDatesOf(ended, atMs).size)).toEqual([1, 0]);
  const coming: Programme = { ...base, versions: [{ from, ...asking }] };
  expect([before, after].map((atMs) => memberDatesOf(coming, atMs).size)).toEqual([1, 1]);
});
