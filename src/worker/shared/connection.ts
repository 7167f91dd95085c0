import type { ConnectionView, RefusalView } from '#bridge/common-views.ts';
import type { Clock } from '#base/ports.ts';
import type { SharedRepositories, SharedStores } from '#storage/shared-stores.ts';
import { createPatience } from './patience.ts';

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
  /** The server wants to be left alone for so long: by this tab, by the others, and by the next session. */
  readonly askedToWait: (waitMs: number) => Promise<void>;
  /** How much of that is left. */
  readonly waitMs: () => number;
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
  const patience = createPatience(clock);

  /** Other tabs and the next session read it; losing it costs nothing, so a full disk is no news here. */
  async function remember(): Promise<void> {
    const value = { mode, sinceMs, cutOnPurpose, ...patience.remembered() };
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
      patience.adopt(before);
      // Online must be proved again; offline goes on since whenever it began.
      if (before.mode === 'offline') sinceMs = before.sinceMs;
    },
    adopt: async () => {
      const told = await store.read(({ meta }) => meta.get('connection'));
      if (told === undefined) return;
      ({ mode, sinceMs, cutOnPurpose } = told);
      patience.adopt(told);
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
      if (lastProblem?.kind === problem?.kind) return;
      lastProblem = problem;
      onChange();
    },
    askedToWait: async (waitMs) => {
      patience.ask(waitMs);
      await remember();
    },
    waitMs: patience.leftMs,
    view: async () => ({
      ...(await store.read(readSyncView)),
      mode,
      sinceMs,
      cutOnPurpose,
      syncing: running,
      ...(lastProblem === undefined ? {} : { problem: lastProblem }),
    }),
  };
}

/** What the view tells of the device's records. */
async function readSyncView({ outbox, meta }: SharedRepositories) {
  const { unsent, oldestUnsentMs } = await outbox.stats();
  const snapshot = (await meta.get('position'))?.snapshot;
  const lastSyncMs = (await meta.get('clock'))?.lastSyncMs;
  return {
    unsent,
    ...(oldestUnsentMs === undefined ? {} : { oldestUnsentMs }),
    ...(snapshot === undefined ? {} : { catchingUp: { done: snapshot.at, total: snapshot.total } }),
    ...(lastSyncMs === undefined ? {} : { lastSyncMs }),
  };
}
