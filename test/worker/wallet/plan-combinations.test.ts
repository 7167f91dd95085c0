// The search over vouchers against brute force: every subset of the vouchers in hand, each in a replay of its own.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '#loyalty/engine/replay.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import type { LoyaltyEvent, Voucher } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { openHypothesis, type Supposed } from '#worker/wallet/hypothesis.ts';
import {
  missingSpend,
  MOST_COMBINATIONS,
  MOST_TOGETHER,
  tryVouchers,
} from '#worker/wallet/plan-combinations.ts';
import { load, programme } from '../../loyalty/engine/tiny.ts';

const NOW = '2020-04-15T10:00:00+00:00';
const NOW_MS = instantFromText(NOW)!;

const terms = fc.record(
  {
    off: fc.oneof(
      fc.integer({ min: 1, max: 2_000 }).map((fix) => ({ fix })),
      fc.integer({ min: 100, max: 9_000 }).map((pct) => ({ pct })),
      fc.constant({ item: true as const }),
    ),
    min: fc.integer({ min: 100, max: 4_000 }),
    minOn: fc.constantFrom('running' as const, 'list' as const),
    lines: fc.constantFrom({ cat: 'food' }, { cat: 'book' }),
    stage: fc.constantFrom(5, 10, 20),
    group: fc.constantFrom('one', 'two'),
    cap: fc.integer({ min: 50, max: 800 }),
    useIn: fc.constantFrom({ n: 200, u: 'd' as const }, { n: 300, u: 'd' as const }),
    at: fc.constantFrom({ where: { merchant: 'shop' } }, { where: { merchant: 'other' } }),
  },
  { requiredKeys: ['off'] },
);

interface Hand {
  readonly loaded: LoadedProgramme;
  readonly events: readonly LoyaltyEvent[];
  readonly stocks: readonly { readonly voucher: string; readonly count: number }[];
}

const hands: fc.Arbitrary<Hand> = fc
  .array(fc.tuple(terms, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 3 })
  .chain((list) => fc.tuple(fc.constant(list), fc.option(terms, { nil: undefined })))
  .map(([list, auto]) => {
    const vouchers: Voucher[] = list.map(([term], index) => ({ ...term, id: `v${index}` }));
    const stocks = list.map(([, count], index) => ({ voucher: `v${index}`, count }));
    const always: Voucher[] = auto === undefined ? [] : [{ ...auto, id: 'auto', auto: { all: [] } }];
    const definition = programme({
      units: [{ id: 'point', scale: 0 }],
      vouchers: [...vouchers, ...always],
      rules: [
        {
          id: 'gift',
          on: { type: 'enrol' },
          do: stocks.map(({ voucher, count }) => ({ issue: { voucher, n: count } })),
        },
        { id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'point', per: [100, 1] } }] },
      ],
    });
    return {
      loaded: load(definition)[0]!,
      events: [{ id: 'join', at: '2020-02-01T00:00:00Z', type: 'enrol', member: 'm1' }],
      stocks,
    };
  });

const baskets: fc.Arbitrary<Supposed> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4_000 }), fc.constantFrom('food', 'book')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((lines) => ({
    type: 'purchase',
    merchant: 'shop',
    lines: lines.map(([amount, cat], index) => ({ id: `l${index}`, amount, cat })),
  }));

/** Payable of every subset that is accepted whole, by the specification of the engine. */
function bruteForce({ loaded, events, stocks }: Hand, basket: Supposed): ReadonlyMap<string, number> {
  const single = stocks.flatMap(({ voucher, count }) => Array.from({ length: count }, () => voucher));
  const found = new Map<string, number>();
  for (let mask = 1; mask < 2 ** single.length; mask++) {
    const use = single.filter((_, index) => (mask >> index) % 2 === 1);
    const real = { ...basket, id: '~real', at: NOW, member: 'm1', use };
    const outcome = replay([loaded], [...events, real], []).outcomes.get('~real')!;
    if ((outcome.rejected ?? []).length === 0) found.set(use.toSorted().join(), outcome.payable!);
  }
  return found;
}

test('the search finds exactly the combinations that brute force finds, at the same prices', () => {
  fc.assert(
    fc.property(hands, baskets, (hand, basket) => {
      const hypothesis = openHypothesis({ ...hand, memberId: 'm1', atMs: NOW_MS })!;
      const trial = tryVouchers(hypothesis, basket, hand.stocks);
      const found = new Map(
        trial.accepted.map(({ use, payableMinor }) => [use.toSorted().join(), payableMinor]),
      );
      expect(trial.complete).toBe(true);
      expect(found).toEqual(bruteForce(hand, basket));
    }),
    { numRuns: 150 },
  );
});

test('the missing spend is enough, and one minor unit less is not', () => {
  fc.assert(
    fc.property(hands, baskets, (hand, basket) => {
      const hypothesis = openHypothesis({ ...hand, memberId: 'm1', atMs: NOW_MS })!;
      const { refusedAlone } = tryVouchers(hypothesis, basket, hand.stocks);
      for (const [voucher, reason] of refusedAlone) {
        if (reason !== 'min') continue;
        const terms = hand.loaded.versions[0]!.vouchers.get(voucher)!;
        const missing = missingSpend(hypothesis, basket, terms);
        if (missing === undefined) continue;
        const lines = basket.lines ?? [];
        const takes = (extra: number) =>
          lines.some((_, at) => {
            const raised = lines.map((line, index) =>
              index === at ? { ...line, amount: line.amount + extra } : line,
            );
            const outcome = hypothesis.outcomeOf({ ...basket, lines: raised, use: [voucher] });
            return outcome?.rejected === undefined;
          });
        expect(takes(missing)).toBe(true);
        expect(takes(missing - 1)).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('with more combinations than the bound it tries the smaller ones and says so', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `v${index}`);
  const [loaded] = load(
    programme({
      vouchers: ids.map((id) => ({ id, off: { fix: 1 } })),
      rules: [{ id: 'gift', on: { type: 'enrol' }, do: ids.map((id) => ({ issue: { voucher: id } })) }],
    }),
  );
  const events = [{ id: 'join', at: '2020-02-01T00:00:00Z', type: 'enrol', member: 'm1' }];
  const hypothesis = openHypothesis({ loaded: loaded!, events, memberId: 'm1', atMs: NOW_MS })!;
  const basket = { type: 'purchase', lines: [{ id: 'l1', amount: 1_000, cat: 'food' }] };
  const trial = tryVouchers(
    hypothesis,
    basket,
    ids.map((voucher) => ({ voucher, count: 1 })),
  );
  expect(trial.complete).toBe(false);
  expect(trial.accepted).toHaveLength(MOST_COMBINATIONS);
  expect(trial.accepted.filter(({ use }) => use.length === 3)).toHaveLength(220);
});

test('of many vouchers of one kind no more are shown together than a till would take', () => {
  const [loaded] = load(
    programme({
      vouchers: [{ id: 'off', off: { fix: 100 } }],
      rules: [{ id: 'gift', on: { type: 'enrol' }, do: [{ issue: { voucher: 'off', n: 200 } }] }],
    }),
  );
  const events = [{ id: 'join', at: '2020-02-01T00:00:00Z', type: 'enrol', member: 'm1' }];
  const hypothesis = openHypothesis({ loaded: loaded!, events, memberId: 'm1', atMs: NOW_MS })!;
  const basket = { type: 'purchase', lines: [{ id: 'l1', amount: 5_000, cat: 'food' }] };
  const trial = tryVouchers(hypothesis, basket, [{ voucher: 'off', count: 200 }]);
  expect(trial.complete).toBe(false);
  expect(trial.accepted.map(({ use, payableMinor }) => [use.length, payableMinor])).toEqual(
    Array.from({ length: MOST_TOGETHER }, (_, index) => [index + 1, 4_900 - 100 * index]),
  );
});
