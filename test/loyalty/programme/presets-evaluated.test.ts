import { describe, expect, test } from 'vitest';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { EventOutcome, MemberState } from '#loyalty/engine/outcome.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';

/** What one member has after these events at one of the demo merchants. */
function evaluate(
  id: string,
  events: readonly LoyaltyEvent[],
  at: string,
): { readonly outcomes: readonly (EventOutcome | undefined)[]; readonly state: MemberState } {
  const programme = demoCatalogue().find((entry) => entry.programme.id === id)!.programme as Programme;
  const loaded = loadProgrammes([programme]);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const result = replay(loaded.value, events, [{ at, member: 'm1' }]);
  return { outcomes: events.map((event) => result.outcomes.get(event.id)), state: result.states[0]! };
}

const enrol = (programme: string): LoyaltyEvent => ({
  id: 'e0',
  at: '2026-03-01T09:00:00+01:00',
  type: 'enrol',
  member: 'm1',
  programme,
});
const buy = (merchant: string, day: string, lines: Readonly<Record<string, number>>): LoyaltyEvent => ({
  id: `buy-${day}`,
  at: `${day}T12:00:00+01:00`,
  type: 'purchase',
  member: 'm1',
  merchant,
  lines: Object.entries(lines).map(([cat, amount], index) => ({ id: `l${index + 1}`, amount, cat })),
});

describe('Copper Cup', () => {
  test('welcomes with 2.00 off from 8.00, doubles coffee and turns 100 beans into 5.00', () => {
    const purchase = { ...buy('copper-cup', '2026-03-02', { coffee: 4950, food: 305 }), use: ['welcome-2'] };
    const { outcomes, state } = evaluate(
      'copper-cup',
      [enrol('copper-cup'), purchase],
      '2026-03-02T13:00:00+01:00',
    );
    expect(outcomes[0]).toMatchObject({ issued: { 'welcome-2': 1 } });
    // 2.00 off 52.55 by largest remainder: 1.88 off the coffee, 0.12 off the food. Net 47.62 x 2 + 2.93 = 98.17.
    expect(outcomes[1]).toMatchObject({ discount: 200, payable: 5055, earned: { bean: 98 } });
    expect(state).toMatchObject({ balance: { bean: 98 }, tier: { club: 'guest' } });
  });

  test('pays out at the hundredth bean and lapses the rest after a year and the month', () => {
    const events = [enrol('copper-cup'), buy('copper-cup', '2026-03-02', { coffee: 5050, goods: 10_000 })];
    const { outcomes, state } = evaluate('copper-cup', events, '2026-03-02T13:00:00+01:00');
    expect(outcomes[1]).toMatchObject({ earned: { bean: 201 }, issued: { 'five-off': 2 } });
    expect(state).toMatchObject({
      balance: { bean: 1 },
      tier: { club: 'friend' },
      nextExpiry: { bean: ['2027-04-01T00:00:00+02:00', 1] },
    });
  });
});

test('Green Basket doubles produce, takes 10 % off from 20.00 and rates with the tier held before', () => {
  const events = [
    enrol('green-grocer'),
    { ...buy('green-grocer', '2026-03-02', { produce: 1000, dairy: 14_000 }), use: ['welcome-10'] },
    buy('green-grocer', '2026-03-03', { pantry: 1000 }),
    buy('green-grocer', '2026-03-04', { pantry: 1000 }),
  ];
  const { outcomes, state } = evaluate('green-grocer', events, '2026-03-04T13:00:00+01:00');
  // 15.00 would come off 150.00, but at most 10.00 does: 0.67 off the produce, 9.33 off the rest.
  expect(outcomes[1]).toMatchObject({ discount: 1000, payable: 14_000, earned: { leaf: 149 } });
  // 140.00 spent so far is still the lowest tier; the next 10.00 make 150.00, which counts from the purchase after it.
  expect(outcomes[2]).toMatchObject({ earned: { leaf: 10 }, issued: { 'three-off': 1 } });
  expect(outcomes[3]).toMatchObject({ earned: { leaf: 12 } });
  expect(state).toMatchObject({ tier: { garden: 'bush' }, balance: { leaf: 21 } });
});

test('Book Harbour gives half as many pages again for children’s books and 15 % off at 500', () => {
  const events = [
    enrol('book-harbour'),
    buy('book-harbour', '2026-03-02', { children: 2000, fiction: 7000 }),
    { ...buy('book-harbour', '2026-03-03', { fiction: 2000 }), use: ['fifteen-percent'] },
  ];
  const { outcomes, state } = evaluate('book-harbour', events, '2026-03-03T13:00:00+01:00');
  expect(outcomes[1]).toMatchObject({ earned: { page: 500 }, issued: { 'fifteen-percent': 1 } });
  expect(outcomes[2]).toMatchObject({ discount: 300, payable: 1700, earned: { page: 85 } });
  expect(state).toMatchObject({
    balance: { page: 85 },
    tier: { crew: 'mate' },
    nextExpiry: { page: ['2028-01-01T00:00:00+01:00', 85] },
  });
});
