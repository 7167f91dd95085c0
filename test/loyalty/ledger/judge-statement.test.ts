import { expect, test } from 'vitest';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { statementFault, stockBatchOf } from '#loyalty/ledger/judge-statement.ts';
import { enrolEvent } from '#loyalty/ledger/receipt-events.ts';
import { claimEvent, profileEvent, reportEvent } from '#loyalty/ledger/statement-events.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';

const HOUR_MS = 3_600_000;
/** Monday, 2 March 2026, 10:00 in Berlin; the drop is on Tuesdays. */
const START_MS = Date.UTC(2026, 2, 2, 9);

const DEFINITION: Programme = {
  id: 'club',
  tz: 'Europe/Berlin',
  currency: { code: 'EUR', exp: 2 },
  units: [{ id: 'star', scale: 0 }],
  rewards: [
    { id: 'cup', cost: { unit: 'star', qty: 10 } },
    { id: 'ticket', drop: { dow: [2] }, open: { n: 21_600, u: 's' }, stock: 3 },
    { id: 'gift', limit: [{ n: 1, win: { this: 'month' } }] },
    { id: 'gold-only', if: { ge: [{ bal: 'star' }, 1_000] } },
    { id: 'year', cost: { money: 5_000 } },
    { id: 'cake', if: { cal: { anniv: 'birthday' } } },
  ],
  rules: [
    { id: 'welcome', on: { type: 'enrol' }, do: [{ earn: { to: 'star', flat: 15 } }] },
    {
      id: 'walk',
      on: { type: 'activity', where: { action: 'walk' } },
      do: [{ earn: { to: 'star', per: [1_000, 1], of: 'metres', cap: [{ max: 5, win: { this: 'day' } }] } }],
    },
    {
      id: 'my-day',
      on: { type: 'activity', where: { action: 'my_day' } },
      limit: [{ n: 1, win: { this: 'month' } }],
      do: [{ mark: 'mine' }],
    },
  ],
};
const loaded = loadProgrammes([DEFINITION]);
if (!loaded.ok) throw new Error(loaded.error.kind);
const programme = loaded.value[0]!;
const group = { programmeId: 'club', loaded: loaded.value, scopes: [{ programmeId: 'club', merchants: [] }] };

const stated = (hours: number, recordId = `r${hours}`) => ({
  recordId,
  atMs: START_MS + hours * HOUR_MS,
  memberId: 'm1',
  programmeId: 'club',
});
const joined = enrolEvent({ ...stated(0, 'join') });
const claim = (rewardId: string, hours = 1) => claimEvent(stated(hours), rewardId);
const walk = (metres: number, hours: number) =>
  reportEvent(stated(hours), { action: 'walk', attributes: {}, quantityField: 'metres' }, metres);
const report = (action: string, hours: number) => reportEvent(stated(hours), { action, attributes: {} }, 1);
const faultOf = (event: LoyaltyEvent, ...before: readonly LoyaltyEvent[]) =>
  statementFault({ group, events: [joined, ...before], event });

test('what the balance covers may be claimed, once', () => {
  expect(faultOf(claim('cup'))).toBeUndefined();
  expect(faultOf(claim('cup', 2), claim('cup', 1))).toBe('reward_unaffordable');
});

test('each other reason has its own name', () => {
  expect(faultOf(claim('no-such'))).toBe('reward_unknown');
  expect(faultOf(claim('gold-only'))).toBe('reward_not_for_you');
  expect(faultOf(claim('year'))).toBe('reward_paid_at_shop');
  expect(faultOf(claim('gift', 2), claim('gift', 1))).toBe('reward_limit');
  expect(statementFault({ group, events: [], event: claim('cup') })).toBe('not_joined');
  expect(faultOf(claim('cup', -2))).toBe('not_joined');
});

test('a drop is open on its day for its hours, each with a batch of its own', () => {
  expect(faultOf(claim('ticket', 1))).toBe('reward_not_open');
  expect(faultOf(claim('ticket', 16))).toBeUndefined();
  expect(faultOf(claim('ticket', 22))).toBe('reward_not_open');
  const batches = [16, 17, 16 + 7 * 24].map((hours) => stockBatchOf(programme, 'ticket', stated(hours).atMs));
  expect(batches.map((each) => each!.stock)).toEqual([3, 3, 3]);
  expect(batches[0]!.batch).toBe(batches[1]!.batch);
  expect(batches[0]!.batch).not.toBe(batches[2]!.batch);
  expect(stockBatchOf(programme, 'cup', START_MS)).toBeUndefined();
});

test('a claim that comes late is refused when it takes from under a granted one, and not otherwise', () => {
  const granted = claim('cup', 5);
  expect(faultOf(claim('cup', 2), granted)).toBe('reward_unaffordable');
  expect(faultOf(claim('gift', 2), granted)).toBeUndefined();
});

test('an activity counts until its cap or its limit is reached, and again in the next period', () => {
  expect(faultOf(walk(9_000, 1))).toBeUndefined();
  expect(faultOf(walk(1_000, 2), walk(9_000, 1))).toBe('activity_cap');
  expect(faultOf(walk(1_000, 26), walk(9_000, 1))).toBeUndefined();
  expect(faultOf(report('my_day', 1))).toBeUndefined();
  expect(faultOf(report('my_day', 30), report('my_day', 1))).toBe('activity_cap');
  expect(faultOf(report('my_day', 31 * 24), report('my_day', 1))).toBeUndefined();
  expect(faultOf(report('dance', 1))).toBe('activity_unknown');
});

const HOURS_A_YEAR = 365 * 24;
/** On the hour of 2 March on which everything here begins, and on the one of 3 March. */
const told = (value: string, hours: number) => profileEvent(stated(hours, `p${hours}`), 'birthday', value);

test('a birthday without its year opens what is given on it, on that day only', () => {
  expect(faultOf(claim('cake', 2))).toBe('reward_not_for_you');
  expect(faultOf(claim('cake', 2), told('--03-02', 1))).toBeUndefined();
  expect(faultOf(claim('cake', 2), told('--03-03', 1))).toBe('reward_not_for_you');
  expect(faultOf(claim('cake', 25), told('--03-03', 1))).toBeUndefined();
});

test('a birthday may be told once in a calendar year of the programme’s clock, whatever is told', () => {
  expect(faultOf(told('--03-02', 1))).toBeUndefined();
  expect(faultOf(told('--03-03', 2), told('--03-02', 1))).toBe('attribute_limit');
  expect(faultOf(told('--03-02', 2), told('--03-02', 1))).toBe('attribute_limit');
  // 31 December, 23:00 and 24:00 in Berlin.
  const lastHour = 304 * 24 + 13;
  expect(faultOf(told('--03-03', lastHour), told('--03-02', 1))).toBe('attribute_limit');
  expect(faultOf(told('--03-03', lastHour + 1), told('--03-02', 1))).toBeUndefined();
  expect(faultOf(told('--03-02', -2))).toBe('not_joined');
});

test('a birthday that comes late does not take back a claim that was granted on the one before', () => {
  const lastYear = told('--03-02', 1);
  const granted = claim('cake', HOURS_A_YEAR + 4);
  expect(faultOf(granted, lastYear)).toBeUndefined();
  expect(faultOf(told('--03-03', HOURS_A_YEAR + 2), lastYear, granted)).toBe('attribute_limit');
  expect(faultOf(told('--03-03', HOURS_A_YEAR + 5), lastYear, granted)).toBeUndefined();
});
