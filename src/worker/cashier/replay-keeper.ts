import { hexFromBytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import type { ReplayStore } from '#protocol/verdict.ts';
import type { ReplayMemory } from '#storage/cashier-replay-store.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';

/** The till's memory against replay as of one revision of the database. */
export interface KnownReplay {
  readonly state: ReplayStore;
  readonly revision: number;
}

export interface ReplayKeeper {
  /** What is committed. Reads the rows only when a restart or another tab made the copy in memory old. */
  readonly current: () => Promise<KnownReplay>;
  /** Inside a write transaction. Answers `undefined` when somebody else has written since `known` was read. */
  readonly save: (
    repositories: ReplayRepositories,
    known: KnownReplay,
    after: ReplayStore,
    nowMs: number,
  ) => Promise<KnownReplay | undefined>;
  /** After the commit of that transaction. */
  readonly adopt: (known: KnownReplay) => void;
}

type ReplayRepositories = Pick<CashierRepositories, 'till' | 'replay' | 'meta'>;

/** One per process: what it shows can be answered by its own monotonic clock only, so a restart forgets it. */
export function createReplayKeeper({ store }: CashierStores, random: Random): ReplayKeeper {
  const session = hexFromBytes(random.bytes(8));
  let kept: { readonly memory: ReplayMemory; readonly revision: number } | undefined;

  return {
    current: () =>
      store.read(async ({ till, replay, meta }) => {
        const [stored, clock, day] = await Promise.all([
          till.get('replayRevision'),
          meta.get('clock'),
          till.get('day'),
        ]);
        const revision = stored ?? 0;
        if (kept?.revision !== revision) kept = { memory: await replay.load(session), revision };
        const { memory } = kept;
        const highWaterMarkMs = clock?.highWaterMarkMs ?? 0;
        return {
          state: { ...memory, highWaterMarkMs, ...(day === undefined ? {} : { day }) },
          revision,
        };
      }),
    save: async ({ till, replay, meta }, known, after, nowMs) => {
      const [stored, clock] = await Promise.all([till.get('replayRevision'), meta.get('clock')]);
      const revision = stored ?? 0;
      if (revision !== known.revision) return undefined;
      // An answer of the server may have raised the mark while the code was judged.
      const highWaterMarkMs = Math.max(clock?.highWaterMarkMs ?? 0, after.highWaterMarkMs);
      const isNewDay = after.day !== undefined && after.day !== known.state.day;
      await Promise.all([
        replay.save(known.state, after, { session, nowMs }),
        isNewDay && till.put('day', after.day!),
        till.put('replayRevision', revision + 1),
        meta.put('clock', { ...clock, highWaterMarkMs }),
      ]);
      return { state: after, revision: revision + 1 };
    },
    adopt: ({ state: { devices, vouchers, nonces }, revision }) => {
      kept = { memory: { devices, vouchers, ...(nonces === undefined ? {} : { nonces }) }, revision };
    },
  };
}
