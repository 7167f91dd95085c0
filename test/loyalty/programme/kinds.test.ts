import { describe, expect, test } from 'vitest';
import { kindsOf, PROGRAMME_KINDS, termsAt } from '#loyalty/programme/kinds.ts';
import { publishedOffers } from '#loyalty/programme/presets/published/offers.ts';
import { PUBLISHED_MERCHANTS } from '#loyalty/programme/presets/published/merchants.ts';
import type { Lists } from '#loyalty/programme/types.ts';

const atMs = Date.UTC(2026, 10, 22);
const offers = publishedOffers();
const kinds = new Map(
  offers.map(({ programme, merchants }) => [
    programme.id,
    kindsOf(termsAt(programme, atMs), merchants.length),
  ]),
);

test.each([
  ['aadvantage', ['miles', 'tiers', 'coalition']],
  ['baman', ['points', 'cashback', 'coalition']],
  ['marriott-88', ['tiers', 'challenges']],
  ['alibaba-apass', ['score', 'tiers', 'benefits', 'coalition']],
  ['verizon-up', ['stamps']],
  ['starbucks', ['points', 'challenges', 'benefits']],
  ['maral-charm', ['vouchers']],
])('%s is told from its definition', (id, expected) => expect(kinds.get(id)).toEqual(expected));

test('every kind has a programme, and every programme a kind', () => {
  expect(new Set([...kinds.values()].flat())).toEqual(new Set(PROGRAMME_KINDS));
  for (const [id, found] of kinds) expect(found, id).not.toEqual([]);
});

test('the terms in force decide, not those that once were', () => {
  const versions = [{ from: '2020-01-01T00:00:00Z', benefits: [{ id: 'b' }] }];
  const programme = { id: 'x', tz: 'UTC', currency: { code: 'EUR', exp: 2 }, ladders: [], versions } as const;
  expect(kindsOf(termsAt(programme, Date.UTC(2019, 0)), 1)).toEqual([]);
  expect(kindsOf(termsAt(programme, Date.UTC(2021, 0)), 1)).toEqual(['benefits']);
});

test('the same flat number each time is a stamp, a share of the price is not', () => {
  const earning = (earn: object): Lists =>
    ({ rules: [{ id: 'r', on: { type: 'purchase' }, do: [{ earn: { to: 'u', ...earn } }] }] }) as Lists;
  expect(kindsOf(earning({ flat: 1 }), 1)).toEqual(['stamps']);
  expect(kindsOf(earning({ per: [100, 1] }), 1)).toEqual(['points']);
});

describe('the published offers', () => {
  test('are 25 with ids of their own and icons that no two share', () => {
    expect(new Set(offers.map(({ programme }) => programme.id)).size).toBe(25);
    expect(new Set(offers.map(({ presentation }) => presentation.icon)).size).toBe(25);
    for (const { programme, presentation } of offers) expect(presentation.programme).toBe(programme.id);
  });

  test.each(offers)(
    '$programme.id names merchants that exist and take its currency',
    ({ programme, merchants }) => {
      expect(merchants).not.toEqual([]);
      for (const slug of merchants) expect(PUBLISHED_MERCHANTS[slug]?.currency).toEqual(programme.currency);
    },
  );

  test('leave no merchant without a programme', () => {
    const named = new Set(offers.flatMap(({ merchants }) => merchants));
    expect(Object.keys(PUBLISHED_MERCHANTS).filter((slug) => !named.has(slug))).toEqual([]);
  });
});
