import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topic } from '#bridge/changes.ts';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { enrolEvent, eventsOfProgramme, purchaseEvent } from '#loyalty/ledger/receipt-events.ts';
import copperCup from '#loyalty/programme/presets/copper-cup.json' with { type: 'json' };
import copperCupTexts from '#loyalty/programme/presets/copper-cup.texts.json' with { type: 'json' };
import type { Presentation } from '#loyalty/programme/presentation.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import { createFoldStore } from '#storage/fold-store.ts';
import { createWalletDatabase, type WalletDatabase } from '#storage/wallet-database.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { findWay } from '#worker/wallet/fold-ledger.ts';
import { createFolds } from '#worker/wallet/folds.ts';
import type { FoldAnswer, Folds } from '#worker/wallet/programme-fold.ts';
import type { MemberLog } from '#worker/wallet/member-log.ts';
import { freshDatabaseName } from '../../support/memory-database.ts';

const MEMBER = 'a1b2';
const START_S = 1_770_000_000;
const NOW_MS = (START_S + 400 * 86_400) * 1_000;

function programmeFrom(definition: unknown): UsableProgramme {
  const loaded = loadProgrammes([definition as Programme]);
  if (!loaded.ok) throw new Error(loaded.error.kind);
  return {
    id: 'copper-cup',
    number: 1,
    definition: definition as Programme,
    loaded: loaded.value[0]!,
    group: {
      programmeId: 'copper-cup',
      loaded: loaded.value,
      scopes: [{ programmeId: 'copper-cup', merchants: ['copper-cup'] }],
    },
    presentation: copperCupTexts as unknown as Presentation,
    merchants: ['copper-cup'],
  };
}

const CUP = programmeFrom(copperCup);
const PLACE = { programme: CUP, memberId: MEMBER };

const join = enrolEvent({
  recordId: 'join',
  atMs: START_S * 1_000,
  memberId: MEMBER,
  programmeId: 'copper-cup',
});

function sale(index: number): LoyaltyEvent {
  return purchaseEvent({
    receiptId: `r${String(index).padStart(6, '0')}`,
    atS: START_S + 60 + index * 600,
    memberId: MEMBER,
    merchantSlug: 'copper-cup',
    facts: {
      lines: [{ amountMinor: 300 + ((index * 137) % 2_000), category: ['coffee', 'food'][index % 2]! }],
    },
  });
}

const sales = (count: number) => [join, ...Array.from({ length: count }, (_, index) => sale(index))];

function logOf(events: readonly LoyaltyEvent[], pending: readonly string[] = []): MemberLog {
  const waiting = new Set(pending);
  const revision = events.map(({ id, use }) => `${id}${waiting.has(id) ? '?' : ''}${use ?? ''}`).join();
  return { events, pending: waiting, revision };
}

interface Life {
  readonly db: WalletDatabase;
  readonly folds: Folds;
  readonly topics: Topic[];
  /** Lets a long fold do one slice. */
  readonly slice: () => Promise<void>;
  readonly restart: () => Life;
}

function live(name = freshDatabaseName()): Life {
  const db = createWalletDatabase(name);
  const topics: Topic[] = [];
  const resting: (() => void)[] = [];
  const folds = createFolds({
    store: createFoldStore(db),
    clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 },
    rest: () => new Promise((resolve) => resting.push(resolve)),
    changed: (...changed) => topics.push(...changed),
  });
  const slice = async () => {
    await settled();
    resting.shift()?.();
    await settled();
  };
  return { db, folds, topics, slice, restart: () => (db.close(), live(name)) };
}

/** The fake database runs on immediates. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const ask = ({ folds }: Life, log: MemberLog, programme = CUP): Promise<FoldAnswer> =>
  folds.fold({ programme, memberId: MEMBER, log, nowMs: NOW_MS });

/** Two ledgers that are refolded are more than is done at once: the answer comes when the long fold is through. */
async function askUntilSettled(life: Life, log: MemberLog): Promise<FoldAnswer> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await ask(life, log);
    if (answer.unsettled === undefined) return answer;
    await life.slice();
  }
  throw new Error('a long fold does not come to its end');
}

function expectReplay({ fold, unsettled }: FoldAnswer, log: MemberLog, programme = CUP): void {
  const scope = { programmeId: 'copper-cup', merchants: ['copper-cup'] };
  const query = { at: new Date(NOW_MS).toISOString().replace('.000Z', '+00:00'), member: MEMBER };
  const events = eventsOfProgramme(log.events, scope);
  const sure = log.events.filter(({ id }) => !log.pending.has(id));
  const all = replay([programme.loaded], events, [query]);
  expect(unsettled).toBeUndefined();
  expect(fold!.state).toEqual(all.states[0]);
  expect(fold!.confirmed).toEqual(
    replay([programme.loaded], eventsOfProgramme(sure, scope), [query]).states[0],
  );
  expect(fold!.postings).toEqual(all.postings);
  expect(fold!.vouchers).toEqual(all.vouchers);
  expect([...fold!.pending].toSorted()).toEqual([...log.pending].toSorted());
}

describe('law: a fold that is kept and stored equals a replay', () => {
  it('with receipts that come late, wait, are rejected or say more, across restarts', async () => {
    const steps = fc.array(
      fc.record({
        kind: fc.constantFrom('new', 'new', 'late', 'confirm', 'reject', 'say more', 'restart'),
        count: fc.integer({ min: 1, max: 90 }),
        at: fc.nat(300),
      }),
      { minLength: 4, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        let life = live();
        let events = sales(400).filter((_, index) => index === 0 || index % 7 !== 3);
        let pending: readonly string[] = [];
        let next = 400;
        expectReplay(await ask(life, logOf(events)), logOf(events));
        for (const { kind, count, at } of taken) {
          await settled();
          if (kind === 'restart') life = life.restart();
          if (kind === 'confirm') pending = pending.slice(count % 3);
          if (kind === 'new') {
            const fresh = Array.from({ length: count }, (_, index) => sale(next + index));
            next += count;
            events = [...fresh.toReversed(), ...events];
            pending = [...pending, ...fresh.slice(-2).map(({ id }) => id)];
          }
          if (kind === 'late' && !events.some(({ id }) => id === sale(at).id)) events = [sale(at), ...events];
          if (kind === 'reject') {
            events = events.filter(({ id }) => id !== pending[0]);
            pending = pending.slice(1);
          }
          if (kind === 'say more') {
            events = events.map((event, index) =>
              index === at % 50 && event.type === 'purchase'
                ? { ...event, use: ['copper-cup/welcome-2'] }
                : event,
            );
          }
          const log = logOf(events, pending);
          expectReplay(await askUntilSettled(life, log), log);
        }
        life.db.close();
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});

describe('a worker that starts again', () => {
  it('folds only what no stored fold holds', async () => {
    const life = live();
    await ask(life, logOf(sales(900)));
    await settled();
    const reborn = life.restart();
    const store = createFoldStore(reborn.db);
    const { missing, followed } = await findWay({ ...PLACE, store }, undefined, sales(905));
    expect(missing.length).toBe(64 + 5);
    expect(followed.known.size).toBe(901 - 64);
    expectReplay(await ask(reborn, logOf(sales(905))), logOf(sales(905)));
  });

  it('stores nothing of what may still be rejected', async () => {
    const life = live();
    await ask(life, logOf(sales(450), [sale(300).id]));
    await settled();
    const { missing } = await findWay({ ...PLACE, store: createFoldStore(life.db) }, undefined, sales(450));
    expect(missing[0]!.event.id).toBe(sale(300).id);
  });

  it.each([
    ['no fold at all', { stored: null }],
    ['a fold without a ledger', { stored: { base: { format: 1, floor: { atMs: 1, id: 'x' } }, count: 0 } }],
    ['another member’s', { memberId: 'ffff' }],
    ['an older format', 'format'],
    ['a ledger without state', 'state'],
    ['a ledger without lots', 'members'],
    ['other events', 'fingerprint'],
  ])('refolds when the store holds %s', async (_, fault) => {
    const life = live();
    await ask(life, logOf(sales(600)));
    await settled();
    await life.db.folds.toCollection().modify((row) => {
      if (typeof fault !== 'string') return void Object.assign(row, fault);
      const { base } = row.stored;
      if (fault === 'format') Object.assign(base, { format: 0 });
      if (fault === 'state') Object.assign(base.ledger, { state: {} });
      if (fault === 'members')
        for (const member of base.ledger.state.members.values()) member.accounts.length = 0;
      if (fault === 'fingerprint') Object.assign(row.stored, { fingerprint: '0' });
    });
    const reborn = life.restart();
    expectReplay(await ask(reborn, logOf(sales(610))), logOf(sales(610)));
  });

  it('refolds when the terms of the programme changed, also under its feet', async () => {
    const life = live();
    await ask(life, logOf(sales(600)));
    await settled();
    const other = programmeFrom(
      JSON.parse(JSON.stringify(copperCup).replaceAll('"per":[100,1]', '"per":[50,1]')),
    );
    expectReplay(await ask(life, logOf(sales(600)), other), logOf(sales(600)), other);
    expectReplay(await ask(life.restart(), logOf(sales(600)), other), logOf(sales(600)), other);
  });
});

describe('a fold that takes long', () => {
  const LONG = logOf(sales(2_400));

  it('goes on by itself, tells how far it is, and tells when the numbers are there', async () => {
    const life = live();
    expect(await ask(life, LONG)).toEqual({ unsettled: {} });
    expect(life.topics).toEqual(['folds']);
    await life.slice();
    await life.slice();
    expect(life.folds.progress()).toMatchObject([{ done: 600, total: 2_401, stopped: false }]);
    for (let slices = 0; slices < 12; slices++) await life.slice();
    expect(life.folds.progress()).toEqual([]);
    expect(life.topics).toContain('programmes');
    expectReplay(await ask(life, LONG), LONG);
  });

  it('shows what was last known meanwhile, and says of when it is', async () => {
    const life = live();
    const few = logOf(sales(20));
    const { fold } = await ask(life, few);
    await settled();
    const reborn = life.restart();
    expect(await ask(reborn, LONG)).toMatchObject({
      fold: { state: fold!.state, postings: [] },
      unsettled: { asOfMs: NOW_MS },
    });
    expect((await reborn.folds.lastKnown(MEMBER)).get('copper-cup')).toMatchObject({
      fold: { state: fold!.state },
    });
    expect((await reborn.folds.lastKnown('ffff')).size).toBe(0);
  });

  it('stops when asked, stays so, and goes on from where it was', async () => {
    const life = live();
    await ask(life, LONG);
    for (let slices = 0; slices < 5; slices++) await life.slice();
    life.folds.stop('copper-cup');
    await life.slice();
    const { done } = life.folds.progress()[0]!;
    expect(done).toBeLessThan(2_000);
    expect(await ask(life, LONG)).toEqual({ unsettled: {} });
    await life.slice();
    expect(life.folds.progress()).toMatchObject([{ done, stopped: true }]);
    life.folds.goOn('copper-cup');
    await ask(life, LONG);
    expect(life.folds.progress()).toMatchObject([{ total: 2_401 - done, stopped: false }]);
    for (let slices = 0; slices < 12; slices++) await life.slice();
    expectReplay(await ask(life, LONG), LONG);
  });

  it('is answered at once by the next worker', async () => {
    const life = live();
    await ask(life, LONG);
    for (let slices = 0; slices < 14; slices++) await life.slice();
    expectReplay(await ask(life.restart(), LONG), LONG);
  });
});

it('numbers that have no exact answer are no numbers, until the receipt is rejected', async () => {
  const life = live();
  const huge = { ...sale(9), lines: [{ id: 'l1', amount: Number.MAX_SAFE_INTEGER, cat: 'coffee' }] };
  const broken = logOf([...sales(5), huge, { ...huge, id: 'again' }]);
  expect(await ask(life, broken)).toEqual({});
  expectReplay(await ask(life, logOf(sales(5))), logOf(sales(5)));
});
