// What time will bring in published programmes, computed by hand from their rules.
import { expect, test } from 'vitest';
import type { AgendaItem, AgendaKind } from '#bridge/wallet-calendar.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { agendaView } from '#worker/wallet/agenda.ts';
import { publishedWorld } from '../../support/published-world.ts';

type History = Parameters<typeof publishedWorld>[2];

function agendaOf(name: string, now: string, events: History): readonly AgendaItem[] {
  const at = publishedWorld(name, now, events);
  return agendaView(at.world, () => at.events).items;
}

const of = (items: readonly AgendaItem[], ...kinds: readonly AgendaKind[]) =>
  items.filter(({ kind }) => kinds.includes(kind));

const line = (amount: number, cat: string) => [{ id: 'l1', amount, cat }];
const JOIN = { id: 'join', at: '2026-01-01T09:00:00-08:00', type: 'enrol', programme: 'starbucks' };
const coffee = (id: string, at: string) => ({
  id,
  at,
  merchant: 'starbucks',
  payWith: 'cash',
  lines: line(400, 'coffee'),
});

test('Starbucks: stars of one month lapse together on its last day; the week of the challenge ends; a double day comes', () => {
  const birthday = {
    id: 'me',
    at: '2026-01-02T09:00:00-08:00',
    type: 'profile',
    set: { birthday: '1990-02-11' },
  };
  const items = agendaOf('starbucks', '2026-11-20T12:00:00-08:00', [
    JOIN,
    birthday,
    coffee('c1', '2026-09-03T09:00:00-07:00'),
    coffee('c2', '2026-09-20T09:00:00-07:00'),
    coffee('c3', '2026-11-19T09:00:00-08:00'),
  ]);
  // Six months on, at the end of the month: September's until 31 March, November's until 31 May.
  expect(of(items, 'points').map(({ day, quantity }) => [day, quantity])).toEqual([
    ['2027-03-31', { qty: 800, scale: 2 }],
    ['2027-05-31', { qty: 400, scale: 2 }],
  ]);
  expect(of(items, 'challenge')).toMatchObject([
    { title: 'Coffees this week', day: '2026-11-22', progress: { value: '1', goal: '5' } },
  ]);
  expect(of(items, 'occasion').map(({ title, day }) => [day, title])).toEqual([
    ['2027-02-11', 'Birthday treat'],
    ['2027-05-20', expect.stringContaining('stars for')],
  ]);
});

test('88VIP: the score is computed on the 8th, and the year of membership has a last day', () => {
  const items = agendaOf('alibaba-88', '2026-11-20T12:00:00+08:00', [
    { id: 'vip', at: '2026-02-01T12:00:00+08:00', type: 'buy', reward: 'vip-year', paid: 88_800 },
  ]);
  expect(of(items, 'score').map(({ day }) => day)).toEqual(['2026-12-08', '2027-01-08']);
  // A year to the minute: no whole day, so it keeps its time.
  expect(of(items, 'tier')).toMatchObject([{ atMs: instantFromText('2027-02-01T12:00:00+08:00') }]);
  expect(of(items, 'tier')[0]!.day).toBeUndefined();
});

test('Baman: Nowruz gives points on the first day of the Persian year, and lots end to the second', () => {
  const items = agendaOf('baman', '2026-11-20T12:00:00+03:30', [
    {
      id: 'p1',
      at: '2026-02-01T10:00:00+03:30',
      network: 'baman',
      merchant: 'book',
      lines: line(1_000_000, 'any'),
    },
  ]);
  // 1 Farvardin 1406 is 21 March 2027. What Nowruz gave in 2026 lapses on that very day.
  expect(of(items, 'gift')).toMatchObject([{ day: '2027-03-21', quantity: { qty: 500 }, title: 'manex' }]);
  expect(of(items, 'points').map(({ atMs, day, quantity }) => [atMs, day, quantity!.qty])).toEqual([
    [instantFromText('2027-02-01T10:00:00+03:30'), undefined, 500],
    [instantFromText('2027-03-21T00:00:00+03:30'), '2027-03-20', 500],
  ]);
});

test('AAdvantage: miles that lie idle lapse, and the level ends with the membership year', () => {
  const items = agendaOf('aadvantage', '2026-11-20T12:00:00-06:00', [
    {
      id: 'f1',
      at: '2025-04-01T12:00:00-05:00',
      type: 'flight',
      carrier: 'AA',
      lines: line(700_000, 'fare'),
    },
  ]);
  // No date of a lot says so: 24 months after the last flight, and a summer-time hour with it.
  expect(of(items, 'points')).toMatchObject([
    { atMs: instantFromText('2027-04-01T12:00:00-05:00'), quantity: { qty: 35_000, scale: 0 } },
  ]);
  expect(of(items, 'tier')).toMatchObject([{ title: 'Gold', day: '2027-03-31' }]);
});

test('a drop opens at its time and closes again', () => {
  const drops = of(agendaOf('sephora', '2026-11-20T12:00:00-08:00', []), 'drop');
  expect(drops.length).toBeGreaterThan(0);
  expect(new Set(drops.map(({ uid }) => uid)).size).toBe(drops.length);
  const byTitle = drops.filter(({ title }) => title === drops[0]!.title);
  // Tuesdays and Thursdays.
  expect(byTitle.map(({ atMs }) => new Date(atMs).getUTCDay())).toEqual([2, 4, 2]);
});

test('everything has its own name, the same at every asking, and comes in the order of time', () => {
  const history = [JOIN, coffee('c1', '2026-11-19T09:00:00-08:00')];
  const first = agendaOf('starbucks', '2026-11-20T12:00:00-08:00', history);
  const later = agendaOf('starbucks', '2026-11-21T09:00:00-08:00', [
    ...history,
    coffee('c2', '2026-11-20T13:00:00-08:00'),
  ]);
  expect(new Set(later.map(({ uid }) => uid)).size).toBe(later.length);
  expect(later.map(({ uid }) => uid)).toEqual(first.map(({ uid }) => uid));
  expect(of(later, 'points')[0]!.quantity!.qty).toBe(800);
  expect(later.map(({ atMs }) => atMs)).toEqual(later.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
});

test('while balances are worked out, the days of the lots are those last known, and it is said', () => {
  const { world, joined, events } = publishedWorld('starbucks', '2026-11-20T12:00:00-08:00', [
    JOIN,
    coffee('c1', '2026-09-03T09:00:00-07:00'),
    coffee('c2', '2026-11-19T09:00:00-08:00'),
  ]);
  const folding = { ...world, joined: [{ ...joined, unsettled: { asOfMs: world.nowMs } }] };
  const agenda = agendaView(folding, () => events);
  expect(agenda.unsettled).toMatchObject([
    { look: { programmeId: 'starbucks' }, unsettled: { asOfMs: world.nowMs } },
  ]);
  const points = of(agenda.items, 'points');
  expect(points).toEqual(of(agendaView(world, () => events).items, 'points'));
  expect(points).toHaveLength(2);
});
