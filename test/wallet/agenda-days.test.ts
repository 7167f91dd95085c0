import { expect, test } from 'vitest';
import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import { monthName } from '#i18n/calendar-names.ts';
import { createFormat } from '#i18n/format.ts';
import { words } from '#i18n/topics/calendar/en.ts';
import { fourWeeks, groupsOf, shownAtMs } from '#wallet/calendar/agenda-days.ts';
import { detailOf, icsEntryOf, titleOf } from '#wallet/calendar/agenda-words.ts';

const NOW_MS = new Date(2026, 10, 22, 10, 42).getTime();
const look = { programmeId: 'cup', name: 'Club', merchantName: 'Cup', colour: '#7a3b1d', icon: 'cup' };
const item = (extra: Partial<AgendaItem> = {}): AgendaItem => ({
  uid: 'a@tessera',
  kind: 'points',
  look,
  title: 'beans',
  atMs: NOW_MS,
  ...extra,
});
const tongue = { words, format: createFormat('en') };

test('a whole day is shown on that day wherever the phone is, an instant at its own', () => {
  const shown = new Date(shownAtMs(item({ day: '2026-12-31', atMs: Date.UTC(2026, 11, 31, 23) })));
  expect([shown.getFullYear(), shown.getMonth(), shown.getDate()]).toEqual([2026, 11, 31]);
  expect(shownAtMs(item())).toBe(NOW_MS);
});

test('groups follow the days as they are shown, also where instants are in another order', () => {
  const list = [
    item({ uid: 'late', atMs: NOW_MS, day: '2026-12-02' }),
    item({ uid: 'early', atMs: NOW_MS + 1, day: '2026-11-30' }),
    item({ uid: 'next', atMs: NOW_MS + 2, day: '2026-12-01' }),
  ];
  const groups = groupsOf(list, (each) => monthName(tongue.format, shownAtMs(each)));
  expect(groups.map(({ title, items }) => [title, items.map(({ uid }) => uid)])).toEqual([
    ['November 2026', ['early']],
    ['December 2026', ['next', 'late']],
  ]);
});

test('four weeks start where the language’s week starts, and hold today and the entries of each day', () => {
  const days = (locale: 'en' | 'fa') => fourWeeks([item({ day: '2026-11-26' })], { nowMs: NOW_MS, locale });
  // 22 November 2026 is a Sunday: the last day of a week from Monday, the second of one from Saturday.
  expect(days('en').findIndex(({ isToday }) => isToday)).toBe(6);
  expect(days('fa').findIndex(({ isToday }) => isToday)).toBe(1);
  expect(days('en')).toHaveLength(28);
  expect(days('en').findIndex(({ items }) => items.length > 0)).toBe(10);
  expect(days('en').filter(({ isPast }) => isPast)).toHaveLength(6);
});

test('an entry is told by what it is, what becomes of it, and when', () => {
  expect(titleOf(item({ quantity: { qty: 1_250, scale: 2 } }), tongue)).toBe('12.5 beans');
  expect(titleOf(item({ kind: 'gift', quantity: { qty: 5, scale: 0 } }), tongue)).toBe('+5 beans');
  expect(titleOf(item({ title: 'Coffees', progress: { value: '3', goal: '5' } }), tongue)).toBe(
    'Coffees: 3 of 5',
  );
  expect(detailOf(item({ day: '2026-11-26' }), tongue)).toBe('Last day to use them');
  expect(detailOf(item({ kind: 'tier' }), tongue)).toMatch(/^Last day of the level · until 10:42/);
  expect(detailOf(item({ kind: 'drop' }), tongue)).toMatch(/^Is released · at 10:42/);
});

test('outside this app an entry says whose it is', () => {
  expect(icsEntryOf(item({ day: '2026-11-26', quantity: { qty: 5, scale: 0 } }), tongue)).toEqual({
    uid: 'a@tessera',
    title: 'Club: 5 beans',
    details: 'Last day to use them\nCup',
    atMs: NOW_MS,
    day: '2026-11-26',
  });
});
