import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import {
  DEVICE_MEMORY_MS,
  NONCE_MEMORY_MS,
  type ReplayMemory,
  SPENT_MEMORY_MS,
} from '#storage/cashier-replay-store.ts';
import { type CashierRepositories, createCashierStores } from '#storage/cashier-stores.ts';
import { freshDatabaseName } from '../support/memory-database.ts';

const EMPTY: ReplayMemory = { devices: {}, vouchers: {} };
const DEVICE = { maxCounter: 7, lastMessageId: 'aa' };
const SPENT = { ...DEVICE, spent: { epoch: 2, cumulative: 450 } };
const MEMORY: ReplayMemory = {
  devices: {
    d1: { ...SPENT, stretch: { sinceMs: 5, points: 450, redemptions: 1 } },
    d2: DEVICE,
  },
  vouchers: { c1: [{ useNumber: 1, presentationId: 'bb' }] },
  nonces: {
    f1: { shownAtMonotonicMs: 10, request: { id: 'e2', points: 250 } },
    f2: { shownAtMonotonicMs: 20, usedBy: 'cc' },
  },
};
const WRITTEN = { session: 's1', nowMs: 1_000_000_000_000 };

function open() {
  const { store } = createCashierStores(createCashierDatabase(freshDatabaseName()));
  const write = (work: (replay: CashierRepositories['replay']) => Promise<void>) =>
    store.write(({ replay }) => work(replay));
  const load = (session: string) => store.read(({ replay }) => replay.load(session));
  return { write, load };
}

describe('the memory against replay on the disk', () => {
  it('comes back whole: counters, what was spent and had, uses, open nonces', async () => {
    const { write, load } = open();
    await write((replay) => replay.save(EMPTY, MEMORY, WRITTEN));
    expect(await load('s1')).toEqual(MEMORY);
  });

  it('knows no nonce of another process, whose monotonic clock was another', async () => {
    const { write, load } = open();
    await write((replay) => replay.save(EMPTY, MEMORY, WRITTEN));
    const { nonces: _, ...rest } = MEMORY;
    expect(await load('s2')).toEqual(rest);
  });

  it('keeps a nonce used once it is used', async () => {
    const { write, load } = open();
    await write((replay) => replay.save(EMPTY, MEMORY, WRITTEN));
    const used = { ...MEMORY, nonces: { ...MEMORY.nonces, f1: { shownAtMonotonicMs: 10, usedBy: 'dd' } } };
    await write((replay) => replay.save(MEMORY, used, WRITTEN));
    expect((await load('s1')).nonces).toEqual(used.nonces);
  });

  it('forgets counters after a week, but what was spent only after every certificate has ended', async () => {
    const { write, load } = open();
    await write((replay) => replay.save(EMPTY, MEMORY, WRITTEN));
    await write((replay) => replay.prune(WRITTEN.nowMs + DEVICE_MEMORY_MS + 1));
    expect(Object.keys((await load('s1')).devices)).toEqual(['d1']);
    await write((replay) => replay.prune(WRITTEN.nowMs + SPENT_MEMORY_MS + 1));
    expect((await load('s1')).devices).toEqual({});
    expect((await load('s1')).vouchers).toEqual(MEMORY.vouchers);
  });

  it('does not grow with the nonces of busy days', async () => {
    const { write, load } = open();
    await write((replay) => replay.save(EMPTY, MEMORY, WRITTEN));
    const later = { ...WRITTEN, nowMs: WRITTEN.nowMs + NONCE_MEMORY_MS + 1 };
    await write((replay) => replay.save(EMPTY, EMPTY, later));
    expect((await load('s1')).nonces).toBeUndefined();
  });
});
