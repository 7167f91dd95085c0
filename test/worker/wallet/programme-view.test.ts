import { describe, expect, it, test } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import type { ProgrammeView } from '#bridge/wallet-api.ts';
import { LIVES } from '../../support/published-lives.ts';
import { publishedView } from '../../support/published-worlds.ts';

/** Sunday, 22 November 2026, 10:42 UTC. */
const NOW_MS = Date.UTC(2026, 10, 22, 10, 42);
const NAMES = Object.keys(LIVES);
const viewOf = (name: string): ProgrammeView => publishedView(name, 'en', NOW_MS);
const dayOf = (atMs: number | undefined) => new Date(atMs ?? 0).toISOString();

describe.each(NAMES)('%s', (name) => {
  it('explains every posting: words, terms, and steps that end in the quantity', () => {
    const postings = viewOf(name).entries.flatMap((entry) => entry.postings);
    expect(postings.length).toBeGreaterThan(3);
    for (const { kind, rule, steps, definition } of postings) {
      if (kind === 'earn') expect(rule).not.toBe('');
      expect(definition.hash).toMatch(/^[0-9a-f]{12}$/);
      if (steps.length > 0) expect(steps.at(-1)!.kind).toMatch(/^(round|least|cap)$/);
    }
  });

  it('has parts of scores that add up, and lots that add up to the balance', () => {
    const { scores, balances } = viewOf(name);
    for (const { points } of scores)
      for (const { parts, total } of points) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
    for (const { qty, lots } of balances) expect(lots.reduce((sum, lot) => sum + lot.qty, 0)).toBe(qty);
  });

  it('leads from every lot to the entry that gave it', () => {
    const { balances, entries } = viewOf(name);
    const ids = new Set(entries.map(({ id }) => id));
    for (const { lots } of balances) for (const { entryId } of lots) expect(ids).toContain(entryId);
  });

  it('names no entry twice', () => {
    const ids = viewOf(name).entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('speaks every language', () => {
    for (const locale of LOCALES) expect(publishedView(name, locale, NOW_MS).rules).not.toEqual([]);
  });
});

test('a score tells its parts, when it is computed next and what it would be today', () => {
  const [taoqi] = viewOf('alibaba-88').scores;
  expect(taoqi).toMatchObject({ name: 'Taoqi value', now: '689', wouldBe: '727' });
  expect(taoqi!.parts.map(({ name, now }) => [name, now])).toEqual([
    ['Purchases in 12 months', '212'],
    ['Categories in 12 months', '160'],
    ['Reviews, Shares, Posts, and Answers', '17'],
    ['300 − Upheld disputes', '300'],
  ]);
  // Midnight of the eighth in Shanghai.
  expect(dayOf(taoqi!.nextMs)).toBe('2026-12-07T16:00:00.000Z');
  expect(taoqi!.points.map(({ total }) => total)).toEqual([345, 409, 471, 529, 619, 689]);
});

test('a level tells what is missing, how far the way is gone and until when it is held', () => {
  const [status] = viewOf('aadvantage').ladders;
  expect(status!.tiers[0]).toMatchObject({ name: 'Gold', current: true });
  expect(dayOf(status!.tiers[0]!.untilMs)).toBe('2028-04-01T05:00:00.000Z');
  expect(status!.tiers[1]).toMatchObject({ missing: '21,630 Loyalty Points' });
  expect(status!.tiers[1]!.progress).toBeCloseTo(1 - 21_630 / 75_000);
});

test('challenges count within their period, or since the member took part', () => {
  const { challenges } = viewOf('starbucks');
  expect(challenges.map(({ id, done, goal, untilMs }) => [id, done, goal, dayOf(untilMs)])).toEqual([
    ['five-a-week', '3', '5', '2026-11-23T08:00:00.000Z'],
    ['ahead-3', '1', '3', '2026-11-26T18:00:00.000Z'],
  ]);
});

test('rewards tell whether they can be had, what is missing and what is being checked', () => {
  const states = (name: string) => viewOf(name).rewards.map(({ id, state }) => [id, state]);
  expect(states('starbucks')).toEqual([
    ['customize', 'claimable'],
    ['brewed', 'claimable'],
    ['handcrafted', 'claimable'],
    ['lunch', 'unaffordable'],
    ['birthday-treat', 'not_for_you'],
  ]);
  expect(states('alibaba-88')).toEqual([['vip-year', 'paid_at_shop']]);
  const { rewards } = viewOf('verizon-up');
  expect(rewards.find(({ id }) => id === 'movie')).toMatchObject({ pending: 1 });
  expect(rewards.find(({ id }) => id === 'super-ticket')).toMatchObject({ stock: 2, state: 'claimable' });
});

test('a level that was reached or bought stands in the history with its terms', () => {
  const tier = viewOf('alibaba-88').entries.filter(({ kind }) => kind === 'tier');
  expect(tier.map(({ subject }) => subject)).toContain('88VIP');
  expect(tier.find(({ subject }) => subject === '88VIP')).toMatchObject({
    because: ['88VIP', 'One year of 88VIP'],
    definition: { number: 1 },
  });
});

test('points that the calendar gave are an entry of their own, with their rule', () => {
  const [nowruz] = viewOf('baman').entries.filter(({ kind }) => kind === 'given');
  expect(nowruz!.postings).toMatchObject([{ qty: 500, rule: '500 manex for Nowruz' }]);
});
