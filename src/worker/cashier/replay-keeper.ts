import { hexFromBytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import type { ReplayStore } from '#protocol/verdict.ts';
import type { ReplayMemory } from '#storage/cashier-replay-store.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';

/** The till's memory against replay as of one revision of the database. */
export interface KnownReplay {
  readonly state: ReplayStore;
  readonly revision: number;
}

export interface ReplayKeeper {
  /** What is committed. Reads the rows only when a restart or another tab made the copy in memory old. */
  readonly current: () => Promise<KnownReplay>;
  /** Inside a write transaction. Answers `undefined` when somebody else has written since `known` was read. */
  readonly save: (known: KnownReplay, after: ReplayStore, nowMs: number) => Promise<KnownReplay | undefined>;
  /** After the commit of that transaction. */
  readonly adopt: (known: KnownReplay) => void;
}

/** One per process: what it shows can be answered by its own monotonic clock only, so a restart forgets it. */
export function createReplayKeeper(
  { store, till, replay, meta }: CashierStores,
  random: Random,
): ReplayKeeper {
  const session = hexFromBytes(random.bytes(8));
  let kept: { readonly memory: ReplayMemory; readonly revision: number } | undefined;

  return {
    current: () =>
      store.read(async () => {
        const revision = (await till.get('replayRevision')) ?? 0;
        if (kept?.revision !== revision) kept = { memory: await replay.load(session), revision };
        const highWaterMarkMs = (await meta.get('clock'))?.highWaterMarkMs ?? 0;
        const day = await till.get('day');
        return {
          state: { ...kept.memory, highWaterMarkMs, ...(day === undefined ? {} : { day }) },
          revision,
        };
      }),
    save: async (known, after, nowMs) => {
      const revision = (await till.get('replayRevision')) ?? 0;
      if (revision !== known.revision) return undefined;
      await replay.save(known.state, after, { session, nowMs });
      if (after.day !== undefined && after.day !== known.state.day) await till.put('day', after.day);
      await till.put('replayRevision', revision + 1);
      await meta.put('clock', { ...(await meta.get('clock')), highWaterMarkMs: after.highWaterMarkMs });
      return { state: after, revision: revision + 1 };
    },
    adopt: ({ state: { devices, vouchers, nonces }, revision }) => {
      kept = { memory: { devices, vouchers, ...(nonces === undefined ? {} : { nonces }) }, revision };
    },
  };
}
