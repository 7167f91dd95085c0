// Events that only earn are kept as their lots alone. Nobody can tell: every answer is that of a replay, which keeps them whole.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainedQuantity } from '#loyalty/engine/explain.ts';
import { openLedger, restoreLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { stateHash } from '#loyalty/engine/state-hash.ts';
import { timelineOf } from '#loyalty/engine/timeline.ts';
import type { Dur, Earn, LoyaltyEvent, Programme, Rule, Unit } from '#loyalty/programme/types.ts';
import { load, programme } from './tiny.ts';

const END = '2020-12-31T00:00:00Z';

const earn: fc.Arbitrary<Earn> = fc.oneof(
  fc.record(
    {
      to: fc.constantFrom('p', 'q'),
      per: fc.constantFrom<readonly [number, number]>([100, 1], [7, 3], [1, 40]),
      whole: fc.boolean(),
      round: fc.constantFrom('floor', 'ceil', 'half_up', 'half_even'),
      least: fc.constantFrom(3, 50),
      of: fc.constantFrom('net', 'list', 'amount'),
    },
    { requiredKeys: ['to', 'per'] },
  ),
  fc.record({ to: fc.constantFrom('p', 'q'), flat: fc.integer({ min: 1, max: 9 }) }),
) as fc.Arbitrary<Earn>;

const rules = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(earn, { minLength: 1, maxLength: 2 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) =>
    list.map(([merchant, earns], index): Rule => ({
      id: `r${index}`,
      on: { type: 'purchase', where: { merchant } },
      do: earns.map((each) => ({ earn: each })),
    })),
  );

const expire = fc.constantFrom<Dur | undefined>(
  undefined,
  { n: 10, u: 'd' },
  { n: 1, u: 'mo', snap: 'month' },
);

/** Purchases at `a` and `b` are plain; `c` gives a voucher, so they are not. Two programmes, one reading a narrower scope. */
const programmes: fc.Arbitrary<readonly Programme[]> = fc
  .tuple(rules, rules, expire, fc.boolean())
  .map(([first, second, ends, hasVersion]) => {
    const units: readonly Unit[] = [
      { id: 'p', scale: 0, ...(ends && { expire: ends }), pay: { worth: [1, 10] } },
      { id: 'q', scale: 0 },
    ];
    const gift: Rule = {
      id: 'gift',
      on: { type: 'purchase', where: { merchant: 'c' } },
      do: [{ issue: { voucher: 'v' } }],
    };
    const vouchers = [{ id: 'v', off: { fix: 70 } }];
    const later = { from: '2020-02-01T00:00:00Z', units, vouchers, rules: second };
    return [
      programme({ units, vouchers, rules: [...first, gift], ...(hasVersion && { versions: [later] }) }),
      programme({ id: 'club', scope: { where: { merchant: 'a' } }, units, rules: second }),
    ];
  });

const at = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, day]) => `2020-0${month}-${String(day).padStart(2, '0')}T10:00:00Z`);
const amount = fc.oneof(fc.constantFrom(0, 1, 99, 100, 2 ** 45, -5), fc.integer({ min: 0, max: 9000 }));
const kinds = fc.constantFrom<Partial<LoyaltyEvent>>(
  {},
  {},
  {},
  {},
  { use: ['v'] },
  { pay: [{ unit: 'p', qty: 9 }] },
  { pay: [{ unit: 'p', qty: 70, ack: 'accepted' }] },
  { rec: '2020-05-01T00:00:00Z' },
  {
    lines: [
      { id: 'x', amount: 130 },
      { id: 'y', amount: 215 },
    ],
  },
  { type: 'refund' },
  { type: 'refund', lines: [{ id: 'l1', amount: 60 }] },
  { type: 'void' },
  { type: 'link', alias: 'm2' },
);
const history = fc
  .array(
    fc.record({
      at,
      amount,
      kind: kinds,
      member: fc.constantFrom('m1', 'm2'),
      merchant: fc.constantFrom('a', 'a', 'b', 'b', 'c'),
      of: fc.nat(30),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((list) =>
    list.map(({ kind, of, ...rest }, index): LoyaltyEvent => {
      const event = { id: `e${index}`, type: 'purchase', ...rest, ...kind };
      const refers = event.type === 'refund' || event.type === 'void';
      return refers ? { ...event, of: `e${of % list.length}` } : event;
    }),
  );

const isPurchase = ({ type }: LoyaltyEvent) => type === 'purchase';

function expectSame(ledger: Ledger, loaded: readonly LoadedProgramme[], events: readonly LoyaltyEvent[]) {
  const queries = ['m1', 'm2'].map((member) => ({ at: END, member }));
  const whole = replay(loaded, events, queries);
  for (const { id } of events) expect(ledger.outcome(id)).toEqual(whole.outcomes.get(id));
  expect(queries.map((query) => ledger.stateAt(query))).toEqual(whole.states);
  expect(ledger.tellAt(END)).toEqual({ postings: whole.postings, vouchers: whole.vouchers });
}

describe('law: a ledger that forgets what it can tell again says what a replay says', () => {
  test('on every prefix of any order of arrival, also from a checkpoint', () => {
    fc.assert(
      fc.property(programmes, history, fc.nat(30), (definitions, events, stop) => {
        const loaded = load(...definitions);
        let ledger = openLedger(loaded);
        events.forEach((event, index) => {
          ledger.append(event);
          if (index % 5 === 0) expectSame(ledger, loaded, events.slice(0, index + 1));
          if (index !== stop % events.length) return;
          const restored = restoreLedger(loaded, structuredClone(ledger.checkpoint()));
          if (!restored.ok) throw new Error(restored.error.kind);
          ledger = restored.value;
        });
        expectSame(ledger, loaded, events);
        const inOrder = openLedger(loaded);
        for (const timed of timelineOf(events)) inOrder.append(timed.event);
        expect(stateHash(ledger.state())).toBe(stateHash(inOrder.state()));
      }),
      { numRuns: 150 },
    );
  });

  test('and every posting still has the factors that give its quantity', () => {
    fc.assert(
      fc.property(programmes, history, (definitions, events) => {
        const ledger = openLedger(load(...definitions));
        for (const event of events.filter(isPurchase)) ledger.append(event);
        for (const { kind, factors, qty } of ledger.tellAt(END).postings)
          if (kind === 'earn') expect(explainedQuantity(factors!)).toBe(qty);
      }),
    );
  });
});

test('a plain event leaves no notes, no posting and no entry behind', () => {
  const rule: Rule = { id: 'r', on: { type: 'purchase' }, do: [{ earn: { to: 'p', per: [100, 1] } }] };
  const ledger = openLedger(load(programme({ units: [{ id: 'p', scale: 0 }], rules: [rule] })));
  const sizes = () => {
    const { notes, postings, state } = ledger.checkpoint();
    return [notes.length, postings.length, state.log.size];
  };
  ledger.append({ id: 'e0', at: '2020-01-01T00:00:00Z', type: 'purchase', amount: 500 });
  const before = sizes();
  ledger.append({ id: 'e1', at: '2020-01-02T00:00:00Z', type: 'purchase', amount: 700 });
  expect(sizes()).toEqual(before);
  expect(ledger.outcome('e1')).toEqual({ earned: { p: 7 }, payable: 700 });
  expect(sizes()).toEqual(before);
});

test('many earnings of one event that are too much together leave nothing behind once it is voided', () => {
  const effects = Array.from({ length: 50 }, () => ({ earn: { to: 'p', per: [1, 1] as const } }));
  const many = ['a', 'b', 'c'].map((id): Rule => ({ id, on: { type: 'purchase' }, do: effects }));
  const ledger = openLedger(load(programme({ units: [{ id: 'p', scale: 0 }], rules: many })));
  ledger.append({ id: 'a', at: '2020-01-01T00:00:00Z', type: 'purchase', amount: 1 });
  const before = stateHash(ledger.state());
  const huge = { id: 'b', at: '2020-01-02T00:00:00Z', type: 'purchase', amount: 2 ** 46 };
  expect(() => ledger.append(huge)).toThrow('overflow');
  ledger.append({ id: 'c', at: '2020-01-03T00:00:00Z', type: 'void', of: 'b' });
  expect(stateHash(ledger.state())).toBe(before);
});
