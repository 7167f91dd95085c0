// What is stored of a fold: whatever the history and wherever it was cut, going on from it says what a replay says.
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256HexOfText } from '#base/sha256.ts';
import { openLedger, restoreLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LedgerCheckpoint } from '#loyalty/engine/ledger-checkpoint.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { stateHash } from '#loyalty/engine/state-hash.ts';
import { eventsInOrder } from '#loyalty/ledger/events-in-order.ts';
import { baseOf, FOLD_BASE_FORMAT, ledgerFromBase } from '#loyalty/ledger/fold-base.ts';
import {
  follow,
  followFromBase,
  followFromNothing,
  missingEvents,
  storedBaseOf,
  type FollowedLedger,
  type StoredBase,
} from '#loyalty/ledger/followed-ledger.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { digiclubEvents, loadNamed } from '../../bench/histories.ts';
import { programmesOfEveryKind } from '../engine/random-metrics.ts';
import { histories, programmes } from '../engine/random.ts';
import { event, load, programme } from '../engine/tiny.ts';

const END = '2021-02-01T00:00:00Z';
const RUNS = { numRuns: 80 };

/** As the disk gives it back: nothing is shared with what lives on. */
const stored = <T>(value: T): T => deserialize(serialize(value)) as T;

const withVoids = fc
  .tuple(histories, fc.array(fc.record({ of: fc.nat(20), day: fc.nat(8) }), { maxLength: 3 }))
  .map(([events, voids]) => [
    ...events,
    ...voids.map(({ of, day }, index) =>
      event({ id: `v${index}`, type: 'void', at: `03-2${day}`, of: events[of % events.length]!.id }),
    ),
  ]);

/** A set of events as it is seen over time: late ones come, pending ones may be rejected, some say more later. */
const seen = withVoids.chain((events) =>
  fc
    .array(fc.tuple(fc.subarray([...events], { minLength: 1 }), fc.nat(3)), { minLength: 1, maxLength: 6 })
    .map((sets) => [...sets.map(([set, change]) => (change === 0 ? set.map(saysMore) : set)), events]),
);

function saysMore(each: LoyaltyEvent, index: number): LoyaltyEvent {
  return index === 0 && each.type === 'purchase' ? { ...each, use: ['gift'] } : each;
}

/** Brings a ledger to the set, from its last base where that still holds; how many events it took. */
function bring(
  loaded: readonly LoadedProgramme[],
  events: readonly LoyaltyEvent[],
  kept: { ledger?: FollowedLedger; base?: StoredBase },
): number {
  const ordered = eventsInOrder(events);
  const ways = [
    () => kept.ledger,
    () => kept.base && followFromBase(loaded, stored(kept.base), ordered),
    () => followFromNothing(loaded),
  ];
  for (const way of ways) {
    const followed = way();
    const missing = followed && missingEvents(followed, ordered);
    if (followed === undefined || missing === undefined) continue;
    kept.ledger = followed;
    for (const timed of missing) follow(followed, timed);
    return missing.length;
  }
  throw new Error('from nothing there is always a way');
}

function expectReplay(ledger: Ledger, loaded: readonly LoadedProgramme[], events: readonly LoyaltyEvent[]) {
  const queries = ['m1', 'm2'].map((member) => ({ at: END, member }));
  const whole = replay(loaded, events, queries);
  expect(queries.map((query) => ledger.stateAt(query))).toEqual(whole.states);
  expect(ledger.tellAt(END)).toEqual({ postings: whole.postings, vouchers: whole.vouchers });
}

describe('law: a followed ledger says what a replay of the set says', () => {
  test.each([
    ['random programmes', programmes],
    ['metrics of every kind and window', programmesOfEveryKind],
  ])('%s, stored and restored at any point', (_, some) => {
    fc.assert(
      fc.property(
        some,
        seen,
        fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
        (definition, sets, acts) => {
          const loaded = load(definition);
          const kept: { ledger?: FollowedLedger; base?: StoredBase } = {};
          sets.forEach((events, index) => {
            bring(loaded, events, kept);
            expectReplay(kept.ledger!.ledger, loaded, events);
            if (acts[index] === 0) delete kept.ledger;
            if (acts[index] === 1) {
              const base = storedBaseOf(kept.ledger!, eventsInOrder(events), { postings: true });
              if (base !== undefined) kept.base = stored(base);
            }
            if (acts[index] === 1) delete kept.ledger;
          });
        },
      ),
      RUNS,
    );
  });

  test('cut at every event of a history in order, going on says the same to the end', () => {
    fc.assert(
      fc.property(programmesOfEveryKind, withVoids, fc.nat(20), (definition, events, at) => {
        const loaded = load(definition);
        const kept: { ledger?: FollowedLedger; base?: StoredBase } = {};
        const ordered = eventsInOrder(events).map((timed) => timed.event);
        const start = ordered.slice(0, 1 + (at % ordered.length));
        bring(loaded, start, kept);
        const base = storedBaseOf(kept.ledger!, eventsInOrder(start), { postings: true });
        delete kept.ledger;
        if (base !== undefined) kept.base = stored(base);
        bring(loaded, events, kept);
        expectReplay(kept.ledger!.ledger, loaded, events);
      }),
      RUNS,
    );
  });
});

const CARD = programme({
  units: [{ id: 'point', scale: 0 }],
  rules: [{ id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'point', per: [100, 1] } }] }],
});
const days = ['01-02', '01-03', '01-04', '01-05'];
const sales = days.map((at, index) => event({ id: `s${index}`, at, amount: 500 }));

/** A base of the first two sales. */
function baseOfTwo(): { readonly loaded: readonly LoadedProgramme[]; readonly base: StoredBase } {
  const loaded = load(CARD);
  const kept: { ledger?: FollowedLedger } = {};
  bring(loaded, sales.slice(0, 2), kept);
  return { loaded, base: storedBaseOf(kept.ledger!, eventsInOrder(sales.slice(0, 2)), { postings: true })! };
}

describe('a base', () => {
  test('is not stored while a void comes after the last event that counts', () => {
    const loaded = load(CARD);
    const kept: { ledger?: FollowedLedger } = {};
    const events = [...sales.slice(0, 2), event({ id: 'v', type: 'void', at: '01-09', of: 's3' })];
    bring(loaded, events, kept);
    expect(storedBaseOf(kept.ledger!, eventsInOrder(events), { postings: true })).toBeUndefined();
  });

  test('goes on with the new events only', () => {
    const { loaded, base } = baseOfTwo();
    expect(bring(loaded, sales, { base })).toBe(2);
  });

  test.each([
    ['an event is gone', sales.slice(1)],
    ['an event says something else', [{ ...sales[0]!, amount: 600 }, ...sales.slice(1)]],
    ['an event comes late', [...sales, event({ id: 'late', at: '01-01', amount: 500 })]],
    ['an old event is voided', [...sales, event({ id: 'v', type: 'void', at: '01-06', of: 's0' })]],
    ['an old event is refunded', [...sales, event({ id: 'r', type: 'refund', at: '01-06', of: 's0' })]],
  ])('is not used when %s', (_, events) => {
    const { loaded, base } = baseOfTwo();
    const kept: { ledger?: FollowedLedger; base?: StoredBase } = { base };
    expect(bring(loaded, events, kept)).toBe(events.length);
    expectReplay(kept.ledger!.ledger, loaded, events);
  });

  test('is refused by another format and by other definitions', () => {
    const { loaded, base } = baseOfTwo();
    expect(ledgerFromBase(loaded, { ...base.base, format: 0 })).toMatchObject({
      error: { kind: 'other_format' },
    });
    const other = load({ ...CARD, units: [{ id: 'point', scale: 2 }] });
    expect(ledgerFromBase(other, base.base)).toMatchObject({ error: { kind: 'other_definitions' } });
  });

  test('takes nothing before its floor and answers for no time before it', () => {
    const { loaded, base } = baseOfTwo();
    const ledger = ledgerFromBase(loaded, base.base);
    if (!ledger.ok) throw new Error(ledger.error.kind);
    expect(() => ledger.value.append(event({ id: 'early', at: '01-01' }))).toThrow('later events');
    expect(() => ledger.value.stateAt({ at: '2020-01-01T00:00:00Z', member: 'm1' })).toThrow('floor');
  });
});

// When this fails, the engine remembers something else than it did: raise FOLD_BASE_FORMAT, then write both down anew.
test('format 3 stands for what the engine remembers today', () => {
  const ledger = openLedger(loadNamed(['digiclub']));
  for (const each of digiclubEvents(2_000, true)) ledger.append(each);
  const { postings, marks } = ledger.checkpoint();
  const said = `${stateHash(ledger.state())} ${sha256HexOfText(JSON.stringify([postings, marks.length]))}`;
  expect({ format: FOLD_BASE_FORMAT, said: sha256HexOfText(said) }).toEqual({
    format: 3,
    said: 'a8c5e14f53bed9fba4d52032b09cc9ca019116a61c7241e1f49a492a8c0c3b03',
  });
  expect(baseOf(ledger, { postings: false })?.ledger.state.log.size).toBe(0);
});

test('what goes on from a base leaves the stored bytes as they are, wherever in memory they lie', () => {
  const loaded = loadNamed(['digiclub']);
  const events = digiclubEvents(100, false);
  const ledger = openLedger(loaded);
  for (const each of events.slice(0, 50)) ledger.append(each);
  const bytes = serialize(ledger.stand({ postings: false }));
  for (let offset = 0; offset < 8; offset++) {
    const room = Buffer.alloc(bytes.length + offset);
    const placed = room.subarray(offset);
    bytes.copy(placed);
    const restored = restoreLedger(loaded, deserialize(placed) as LedgerCheckpoint);
    if (!restored.ok) throw new Error(restored.error.kind);
    for (const each of events.slice(50)) restored.value.append(each);
    expect(placed.equals(bytes)).toBe(true);
  }
});
