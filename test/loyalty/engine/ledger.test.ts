// The law of the incremental engine: after every append, in any order of arrival, it says what a full replay says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLedger, restoreLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { stateHash } from '#loyalty/engine/state-hash.ts';
import { timelineOf } from '#loyalty/engine/timeline.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import { programmesOfEveryKind } from './random-metrics.ts';
import { histories, programmes } from './random.ts';
import { event, load, programme } from './tiny.ts';

const RUNS = { numRuns: 60 };
const END = '2021-02-01T00:00:00Z';
const RECORDED = '2020-03-05T00:00:00Z';

/** A history in some order of arrival, with repetitions, voids, voids of voids, links, and ids that were used twice. */
const arrivals = histories.chain((events) =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.array(fc.record({ after: fc.nat(20), of: fc.nat(20), kind: fc.nat(5) }), { maxLength: 5 }),
    )
    .map(([shuffled, extras]) => {
      const arriving = shuffled.map((each, index) => (index % 4 === 1 ? { ...each, rec: RECORDED } : each));
      extras.forEach(({ after, of, kind }, index) => {
        const target = arriving[of % arriving.length]!;
        arriving.splice(after % (arriving.length + 1), 0, extraOf(kind, `v${index}`, target));
      });
      return arriving;
    }),
);

function extraOf(kind: number, id: string, target: LoyaltyEvent): LoyaltyEvent {
  if (kind === 0) return structuredClone(target);
  if (kind === 1) return { ...target, at: '2020-02-02T02:02:00Z', member: 'm2' };
  if (kind === 2) return { id, at: '2020-02-15T00:00:00Z', type: 'link', member: 'm1', alias: 'm2' };
  return { id, at: `2020-03-2${kind}T00:00:00Z`, type: 'void', of: target.id };
}

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (item instanceof Map ? [...item].sort() : item)),
  );
}

function expectSame(ledger: Ledger, loaded: readonly LoadedProgramme[], events: readonly LoyaltyEvent[]) {
  const queries = [events[0]!.at, END].flatMap((at) => ['m1', 'm2'].map((member) => ({ at, member })));
  const whole = replay(loaded, events, queries);
  expect(queries.map((query) => ledger.stateAt(query))).toEqual(whole.states);
  for (const { id } of events) expect(ledger.outcome(id)).toEqual(whole.outcomes.get(id));
  const { postings, vouchers } = ledger.tellAt(END);
  expect(plain(postings)).toEqual(plain(whole.postings));
  expect(vouchers).toEqual(whole.vouchers);
}

function inOrder(loaded: readonly LoadedProgramme[], events: readonly LoyaltyEvent[]): Ledger {
  const ledger = openLedger(loaded);
  for (const timed of timelineOf(events)) ledger.append(timed.event);
  return ledger;
}

describe('law: incremental equals full replay on every prefix', () => {
  test.each([
    ['random programmes', programmes],
    ['metrics of every kind and window', programmesOfEveryKind],
  ])('%s', (_, some) => {
    fc.assert(
      fc.property(some, arrivals, (definition, events) => {
        const loaded = load(definition);
        const ledger = openLedger(loaded);
        events.forEach((each, index) => {
          ledger.append(each);
          expectSame(ledger, loaded, events.slice(0, index + 1));
        });
        expect(stateHash(ledger.state())).toBe(stateHash(inOrder(loaded, events).state()));
      }),
      RUNS,
    );
  });

  test('a checkpoint goes on as the ledger itself does', () => {
    fc.assert(
      fc.property(programmes, arrivals, fc.nat(), (definition, events, pick) => {
        const loaded = load(definition);
        const stop = pick % events.length;
        const first = openLedger(loaded);
        for (const each of events.slice(0, stop)) first.append(each);
        const restored = restoreLedger(loaded, structuredClone(first.checkpoint()));
        if (!restored.ok) throw new Error(restored.error.kind);
        for (const each of events.slice(stop)) restored.value.append(each);
        expectSame(restored.value, loaded, events);
        expect(stateHash(restored.value.state())).toBe(stateHash(inOrder(loaded, events).state()));
      }),
      RUNS,
    );
  });
});

test('a checkpoint of other definitions is refused', () => {
  const checkpoint = openLedger(load(programme({ units: [{ id: 'a', scale: 0 }] }))).checkpoint();
  const other = restoreLedger(load(programme({ units: [{ id: 'a', scale: 1 }] })), checkpoint);
  expect(other).toEqual({ ok: false, error: { kind: 'other_definitions' } });
});

test('an event without a right answer is refused until it is voided', () => {
  const loaded = load(PUBLISHED_DEFINITIONS['digiclub'] as Programme);
  const ledger = openLedger(loaded);
  const good = event({ id: 'a', at: '01-02', merchant: 'digikala', amount: 500_000 });
  const bad = event({
    id: 'b',
    at: '01-01',
    merchant: 'digikala',
    lines: [
      { id: 'x', amount: Number.MAX_SAFE_INTEGER },
      { id: 'y', amount: 2 },
    ],
  });
  ledger.append(good);
  expect(() => ledger.append(bad)).toThrow(/overflow/);
  expect(() => ledger.outcome('a')).toThrow(/overflow/);
  expect(ledger.stateAt({ at: '2019-01-01T00:00:00Z', member: 'm1' }).balance).toEqual({ dc: 0 });
  ledger.append(event({ id: 'c', at: '01-03', type: 'void', of: 'b' }));
  expect(ledger.outcome('a')).toMatchObject({ earned: { dc: 5 } });
  expect(ledger.outcome('b')).toBeUndefined();
});
