// What did not happen: it says what a full replay with the purchase would say, and leaves nothing behind.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '#loyalty/engine/replay.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { openHypothesis, type Supposed } from '#worker/wallet/hypothesis.ts';
import { histories, programmes } from '../../loyalty/engine/random.ts';
import { load, programme } from '../../loyalty/engine/tiny.ts';

const NOW = '2020-04-15T10:00:00+00:00';
const NOW_MS = instantFromText(NOW)!;

const baskets: fc.Arbitrary<Supposed> = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom('food', 'book', 'coffee')), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([lines, card]) => ({
    type: 'purchase',
    lines: lines.map(([amount, cat], index) => ({ id: `l${index + 1}`, amount, cat })),
    ...(card ? { payWith: 'card' } : {}),
  }));

test('a supposed purchase has the outcome, state and vouchers of the same purchase in a full replay', () => {
  fc.assert(
    fc.property(
      programmes,
      histories,
      fc.array(baskets, { minLength: 1, maxLength: 3 }),
      (definition, events, tries) => {
        const [loaded] = load(definition);
        const hypothesis = openHypothesis({ loaded: loaded!, events, memberId: 'm1', atMs: NOW_MS })!;
        const query = { at: NOW, member: 'm1' };
        for (const basket of tries) {
          const effect = hypothesis.effectOf(basket)!;
          const real = { ...basket, id: '~real', at: NOW, member: 'm1' };
          const whole = replay([loaded!], [...events, real], [query]);
          expect(effect.outcome).toEqual(whole.outcomes.get('~real'));
          expect(effect.state).toEqual(whole.states[0]);
          expect(effect.issued.map(({ voucher, until }) => [voucher, until])).toEqual(
            whole.vouchers
              .filter(({ issuedBy }) => issuedBy === '~real')
              .map(({ voucher, until }) => [voucher, until]),
          );
          expect(effect.postings.map(({ unit, qty, rule }) => [unit, qty, rule])).toEqual(
            whole.postings
              .filter(({ eventId }) => eventId === '~real')
              .map(({ unit, qty, rule }) => [unit, qty, rule]),
          );
        }
        expect(hypothesis.before).toEqual(replay([loaded!], events, [query]).states[0]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a supposed purchase looked at later is what a full replay says of that time, and so is the time without it', () => {
  fc.assert(
    fc.property(programmes, histories, baskets, fc.nat(400), (definition, events, basket, days) => {
      const [loaded] = load(definition);
      const hypothesis = openHypothesis({ loaded: loaded!, events, memberId: 'm1', atMs: NOW_MS })!;
      const laterMs = NOW_MS + days * 86_400_000;
      const later = hypothesis.laterOf(basket, laterMs)!;
      const query = { at: `${new Date(laterMs).toISOString().slice(0, 19)}+00:00`, member: 'm1' };
      const real = { ...basket, id: '~real', at: NOW, member: 'm1' };
      expect(later.with).toEqual(replay([loaded!], [...events, real], [query]).states[0]);
      expect(later.without).toEqual(replay([loaded!], events, [query]).states[0]);
      expect(hypothesis.laterOf(basket, laterMs)).toEqual(later);
    }),
    { numRuns: 40 },
  );
});

test('the same purchase tried again, and after others, comes out the same', () => {
  fc.assert(
    fc.property(programmes, histories, baskets, baskets, (definition, events, first, second) => {
      const [loaded] = load(definition);
      const hypothesis = openHypothesis({ loaded: loaded!, events, memberId: 'm1', atMs: NOW_MS })!;
      const { state } = hypothesis.effectOf(first)!;
      hypothesis.outcomeOf(second);
      expect(hypothesis.effectOf(first)!.state).toEqual(state);
    }),
    { numRuns: 40 },
  );
});

test('it happens after everything that is known, also when a till’s clock was ahead', () => {
  const [loaded] = load(programme({ units: [{ id: 'point', scale: 0 }] }));
  const ahead = { id: 'a', at: '2020-04-15T10:07:00Z', type: 'purchase', member: 'm1', amount: 5 };
  const hypothesis = openHypothesis({ loaded: loaded!, events: [ahead], memberId: 'm1', atMs: NOW_MS })!;
  expect(hypothesis.atMs).toBe(instantFromText(ahead.at));
});

test('without an exact answer there is none, and the next question is answered again', () => {
  const [loaded] = load(
    programme({
      units: [{ id: 'point', scale: 0 }],
      rules: [{ id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'point', per: [1, 2] } }] }],
    }),
  );
  const hypothesis = openHypothesis({ loaded: loaded!, events: [], memberId: 'm1', atMs: NOW_MS })!;
  const basket = (amount: number): Supposed => ({
    type: 'purchase',
    lines: [{ id: 'l1', amount, cat: 'food' }],
  });
  expect(hypothesis.effectOf(basket(Number.MAX_SAFE_INTEGER))).toBeUndefined();
  expect(hypothesis.effectOf(basket(10))!.outcome.earned).toEqual({ point: 20 });
});
