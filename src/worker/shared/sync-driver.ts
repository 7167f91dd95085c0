import type { Clock, Random } from '#base/ports.ts';
import { jitterMs } from '#sync/back-off.ts';
import type { SyncProblem, Syncer } from '#sync/syncer.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import type { Connection } from './connection.ts';
import type { Exclusive, Timers } from './surroundings.ts';

/** Decides when to sync. The moments: sync design 2.7. */
export interface SyncDriver {
  /** At the start, on a kick from the service worker, when a person asks: at once. */
  readonly now: () => Promise<void>;
  /** A record was appended: soon, so that a few of them travel together. */
  readonly appended: () => void;
  /** The browser thinks there is a network again: within five seconds, not all phones in step. */
  readonly networkUp: () => void;
  readonly networkDown: () => void;
  /** While a window is visible, once a minute. */
  readonly visible: (visible: boolean) => void;
}

export interface SyncDriverDeps {
  readonly app: 'wallet' | 'cashier';
  readonly syncer: Syncer;
  readonly connection: Connection;
  readonly exclusive: Exclusive;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly random: Random;
  /** Runs before each drain while the device is the leader: enrol, renew, refresh the catalogue. */
  readonly before: () => Promise<void>;
}

const APPEND_DELAY_MS = 250;
const NETWORK_UP_SPREAD_MS = 5_000;
const VISIBLE_EVERY_MS = 60_000;

export function createSyncDriver(deps: SyncDriverDeps): SyncDriver {
  let cancelNext = (): void => undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let isVisible = false;

  /** Keeps the earliest of all wishes. */
  function schedule(delayMs: number): void {
    const wantedMs = deps.clock.monotonicMs() + delayMs;
    if (wantedMs >= dueMs) return;
    cancelNext();
    dueMs = wantedMs;
    cancelNext = deps.timers.after(delayMs, () => void now());
  }

  async function now(): Promise<void> {
    cancelNext();
    dueMs = Number.POSITIVE_INFINITY;
    if (!deps.connection.isCut()) await drainAsLeader();
    if (isVisible) schedule(VISIBLE_EVERY_MS);
  }

  /** One syncer among all tabs; the others try again when their own minute comes. */
  async function drainAsLeader(): Promise<void> {
    const end = await deps.exclusive.tryRun(`tessera-${deps.app}-sync`, async () => {
      deps.connection.syncing(true);
      try {
        await deps.before();
        return await deps.syncer.drain();
      } finally {
        deps.connection.syncing(false);
      }
    });
    if (end === undefined) return;
    deps.connection.problem(end.kind === 'wait' ? problemView(end.problem) : undefined);
    if (end.kind === 'wait') schedule(end.waitMs);
  }

  return {
    now,
    appended: () => schedule(APPEND_DELAY_MS),
    networkUp: () => schedule(jitterMs(NETWORK_UP_SPREAD_MS, deps.random)),
    networkDown: () => void deps.connection.silent(),
    visible: (visible) => {
      isVisible = visible;
      if (visible) void now();
    },
  };
}

function problemView(problem: SyncProblem | undefined): RefusalView | undefined {
  if (problem === undefined || problem.kind === 'unreachable') return undefined;
  const code = problem.kind === 'refused' || problem.kind === 'not_stored' ? problem.code : problem.kind;
  return { kind: code };
}
