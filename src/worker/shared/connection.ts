import type { ConnectionView, RefusalView } from '#bridge/common-views.ts';
import type { Clock } from '#base/ports.ts';
import type { SharedStores } from '#storage/shared-stores.ts';

/** What is known about the way to the server. Only answers prove that there is one; `navigator.onLine` never does. */
export interface Connection {
  readonly view: () => Promise<ConnectionView>;
  readonly isCut: () => boolean;
  readonly cut: (cut: boolean) => Promise<void>;
  /** A server of ours answered. */
  readonly answered: () => Promise<void>;
  /** No answer came, or the browser says there is no network. */
  readonly silent: () => Promise<void>;
  readonly syncing: (running: boolean) => void;
  readonly problem: (problem: RefusalView | undefined) => void;
  /** Reads what the last session knew; call once before anything else. */
  readonly restore: () => Promise<void>;
  /** A worker of another tab found out something. */
  readonly adopt: () => Promise<void>;
}

interface ConnectionDeps {
  readonly stores: SharedStores;
  readonly clock: Clock;
  readonly onChange: () => void;
}

export function createConnection({ stores, clock, onChange }: ConnectionDeps): Connection {
  const { store } = stores;
  let mode: ConnectionView['mode'] = 'offline';
  let sinceMs = clock.nowMs();
  let cutOnPurpose = false;
  let running = false;
  let lastProblem: RefusalView | undefined;

  /** Other tabs and the next session read it; losing it costs nothing, so a full disk is no news here. */
  async function remember(): Promise<void> {
    const value = { mode, sinceMs, cutOnPurpose };
    await store.write(({ meta }) => meta.put('connection', value));
    onChange();
  }

  async function become(next: ConnectionView['mode']): Promise<void> {
    // What was on its way when the line was cut on purpose does not join it up again.
    if (mode === next || (next === 'online' && cutOnPurpose)) return;
    mode = next;
    sinceMs = clock.nowMs();
    await remember();
  }

  return {
    restore: async () => {
      const before = await store.read(({ meta }) => meta.get('connection'));
      if (before === undefined) return;
      cutOnPurpose = before.cutOnPurpose;
      // Online must be proved again; offline goes on since whenever it began.
      if (before.mode === 'offline') sinceMs = before.sinceMs;
    },
    adopt: async () => {
      const told = await store.read(({ meta }) => meta.get('connection'));
      if (told !== undefined) ({ mode, sinceMs, cutOnPurpose } = told);
    },
    isCut: () => cutOnPurpose,
    cut: async (cut) => {
      if (cut && mode === 'online') sinceMs = clock.nowMs();
      if (cut) mode = 'offline';
      cutOnPurpose = cut;
      await remember();
    },
    answered: () => become('online'),
    silent: () => become('offline'),
    syncing: (now) => {
      if (running === now) return;
      running = now;
      onChange();
    },
    problem: (problem) => {
      lastProblem = problem;
    },
    view: async () => {
      const { stats, clockMarks, position } = await store.read(async ({ outbox, meta }) => ({
        stats: await outbox.stats(),
        position: await meta.get('position'),
        clockMarks: await meta.get('clock'),
      }));
      const lastSyncMs = clockMarks?.lastSyncMs;
      return {
        mode,
        sinceMs,
        cutOnPurpose,
        syncing: running,
        unsent: stats.unsent,
        ...(stats.oldestUnsentMs === undefined ? {} : { oldestUnsentMs: stats.oldestUnsentMs }),
        ...(position?.snapshot === undefined
          ? {}
          : { catchingUp: { done: position.snapshot.at, total: position.snapshot.total } }),
        ...(lastSyncMs === undefined ? {} : { lastSyncMs }),
        ...(lastProblem === undefined ? {} : { problem: lastProblem }),
      };
    },
  };
}
