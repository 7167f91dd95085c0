// Laws of the fold, with random programmes and random histories.
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { explainedQuantity } from '#loyalty/engine/explain.ts';
import { replay } from '#loyalty/engine/replay.ts';
import type { LoyaltyEvent, Programme, Window } from '#loyalty/programme/types.ts';
import { histories, programmes, queriesFor } from './random.ts';
import { load } from './tiny.ts';

const RUNS = { numRuns: 60 };

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (item instanceof Map ? [...item].sort() : item)),
  );
}

function told(definition: Programme, events: readonly LoyaltyEvent[]) {
  return replay(load(definition), events, queriesFor(events));
}

describe('laws', () => {
  test('the fold is order-independent', () => {
    fc.assert(
      fc.property(
        programmes,
        histories.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length })),
        ),
        (definition, [events, shuffled]) => {
          const queries = queriesFor(events);
          const loaded = load(definition);
          expect(plain(replay(loaded, shuffled, queries))).toEqual(plain(replay(loaded, events, queries)));
        },
      ),
      RUNS,
    );
  });

  test('an event told twice is one event', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        const queries = queriesFor(events);
        const loaded = load(definition);
        const copies = events.map((event) => structuredClone(event));
        expect(plain(replay(loaded, [...events, ...copies], queries))).toEqual(
          plain(replay(loaded, events, queries)),
        );
      }),
      RUNS,
    );
  });

  test('a balance is never negative without a refund or an acknowledged payment', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        const ordinary = events.filter(
          ({ type, pay }) => type !== 'refund' && !pay?.some(({ ack }) => ack !== undefined),
        );
        const loaded = load(definition);
        const queries = queriesFor(ordinary);
        for (const state of replay(loaded, ordinary, queries).states) {
          for (const balance of Object.values(state.balance)) expect(balance).toBeGreaterThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });

  test('the postings of a member and unit add up to the balance', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        const { states, postings } = told(definition, events);
        const last = new Map(states.map((state) => [state.member, state]));
        for (const state of last.values()) {
          for (const [unit, balance] of Object.entries(state.balance)) {
            const sum = postings
              .filter((posting) => posting.member === state.member && posting.unit === unit)
              .reduce((total, { qty }) => total + qty, 0);
            const pending = (state.pending[unit] ?? []).reduce((total, [, qty]) => total + qty, 0);
            expect(sum).toBe(balance + pending);
          }
        }
      }),
      RUNS,
    );
  });

  test('the factors of every earned posting explain its quantity', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        for (const { kind, factors, qty, rule, definition: hash } of told(definition, events).postings) {
          expect(hash).toMatch(/^[0-9a-f]{64}$/);
          if (kind !== 'earn') continue;
          expect(rule).toBeDefined();
          expect(explainedQuantity(factors!)).toBe(qty);
        }
      }),
      RUNS,
    );
  });

  test('a void is as if the event had never been there', () => {
    fc.assert(
      fc.property(programmes, histories, fc.nat(), (definition, events, pick) => {
        const victim = events[pick % events.length]!;
        const without = events.filter(({ id }) => id !== victim.id);
        const queries = queriesFor(events);
        const loaded = load(definition);
        const voided = [...events, { id: 'void', at: '2020-12-31T00:00:00Z', type: 'void', of: victim.id }];
        const clean = (told: ReturnType<typeof replay>) => plain({ ...told, postings: told.postings });
        expect(clean(replay(loaded, voided, queries))).toEqual(clean(replay(loaded, without, queries)));
      }),
      RUNS,
    );
  });

  test('a metric is the sum over its window of what purchases cost, less what was returned by then', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        const { outcomes, states } = told(definition, events);
        const win = (definition.metrics![0] as { readonly win: Window }).win;
        for (const { at, member, metric } of states) {
          const paid = events
            .filter(
              (event) => event.type === 'purchase' && event['merchant'] === 'shop' && event.member === member,
            )
            .filter((event) => event.at <= at && Date.parse(event.at) >= startOf(win, Date.parse(at)))
            .map(({ id }) => {
              const refunds = events.filter(
                (event) => event.type === 'refund' && event.of === id && event.at <= at,
              );
              const returned = refunds.reduce(
                (sum, refund) => sum + (outcomes.get(refund.id)!.refundMoney ?? 0),
                0,
              );
              return outcomes.get(id)!.payable! - returned;
            });
          expect(metric['spent']).toBe(paid.reduce((sum, each) => sum + each, 0));
        }
      }),
      RUNS,
    );
  });

  /** First instant of the windows that the generator uses, in UTC, reckoned with `Date` apart from the engine. */
  function startOf(win: Window, atMs: number): number {
    if (win === 'all') return -Infinity;
    if ('last' in win) return atMs - win.last.n * 86_400_000 + 1;
    const date = new Date(atMs);
    if ('this' in win && win.this === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    const sinceSaturday = (date.getUTCDay() + 1) % 7;
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - sinceSaturday);
  }

  test('asking changes nothing', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        const loaded = load(definition);
        const queries = queriesFor(events);
        const asked = replay(loaded, events, queries);
        const last = replay(loaded, events, queries.slice(-2));
        expect(plain(last)).toEqual(plain({ ...asked, states: asked.states.slice(-2) }));
      }),
      RUNS,
    );
  });

  test('what happens later does not change what was', () => {
    fc.assert(
      fc.property(programmes, histories, fc.nat(), (definition, events, pick) => {
        const loaded = load(definition);
        const until = events[pick % events.length]!.at;
        const queries = queriesFor(events).filter(({ at }) => at <= until);
        const before = events.filter(({ at }) => at <= until);
        const whole = replay(loaded, events, queries);
        const prefix = replay(loaded, before, queries);
        expect(prefix.states).toEqual(whole.states);
        for (const { id } of before) expect(prefix.outcomes.get(id)).toEqual(whole.outcomes.get(id));
      }),
      RUNS,
    );
  });

  test('voucher keys never collide', () => {
    fc.assert(
      fc.property(programmes, histories, (definition, events) => {
        const keys = told(definition, events).vouchers.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      RUNS,
    );
  });

  test('partial refunds in any cut add up to the full refund, which gives back all money and points', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 });
    const amount = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(programmes, amount, amount, cuts, (definition, first, second, parts) => {
        const purchase: LoyaltyEvent = {
          id: 'a',
          at: '2020-03-01T00:00:00Z',
          type: 'purchase',
          merchant: 'shop',
          lines: [
            { id: 'x', amount: first, cat: 'food' },
            { id: 'y', amount: second, cat: 'book' },
          ],
        };
        const partial = parts.map((part, i): LoyaltyEvent => ({
          id: `b${i}`,
          at: `2020-03-02T00:0${i}:00Z`,
          type: 'refund',
          of: 'a',
          lines: [{ id: i % 2 === 0 ? 'x' : 'y', amount: part }],
        }));
        const rest: LoyaltyEvent = { id: 'c', at: '2020-03-03T00:00:00Z', type: 'refund', of: 'a' };
        const whole = totals(told(definition, [purchase, rest]), ['c']);
        const { payable, earned } = told(definition, [purchase]).outcomes.get('a')!;
        expect(whole.money).toBe(payable);
        expect(whole.reversed['point'] ?? 0).toBe(earned?.['point'] ?? 0);
        const cut = totals(told(definition, [purchase, ...partial, rest]), [
          ...partial.map(({ id }) => id),
          'c',
        ]);
        expect(cut).toEqual(whole);
      }),
      RUNS,
    );
  });

  function totals({ outcomes }: ReturnType<typeof replay>, ids: readonly string[]) {
    let money = 0;
    const reversed: Record<string, number> = {};
    for (const id of ids) {
      const outcome = outcomes.get(id)!;
      money += outcome.refundMoney ?? 0;
      for (const [unit, qty] of Object.entries(outcome.reversed ?? {}))
        reversed[unit] = (reversed[unit] ?? 0) + qty;
    }
    return { money, reversed };
  }
});
