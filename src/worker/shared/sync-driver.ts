import type { Clock, Random } from '#base/ports.ts';
import { jitterMs } from '#sync/back-off.ts';
import type { SyncProblem, Syncer } from '#sync/syncer.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import type { Connection } from './connection.ts';
import { refusalView } from './refusal-view.ts';
import type { Exclusive, Timers } from './surroundings.ts';

/** Decides when to sync. The moments: src/api/README.md, "A round of sync". */
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
  /** Runs before each drain: enrol, renew, refresh the catalogue. `false`: there is nobody to sync for yet. */
  readonly before: () => Promise<boolean>;
  /** Runs when everything was sent and fetched. */
  readonly afterQuiet?: () => Promise<void>;
  /** Runs then as well, and when all that is left is what the server cannot decide yet. */
  readonly afterSent?: () => Promise<void>;
}

const APPEND_DELAY_MS = 250;
const NETWORK_UP_SPREAD_MS = 5_000;
const VISIBLE_EVERY_MS = 60_000;

export function createSyncDriver(deps: SyncDriverDeps): SyncDriver {
  let cancelNext = (): void => undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let notBeforeMs = 0;
  // Until a window says otherwise: a worker lives no longer than its page.
  let isVisible = true;
  let isDraining = false;
  /** Somebody asked while it ran: what it met may be different by now, a network for instance. */
  let isWanted = false;

  /** Keeps the earliest of all wishes, but none before the time the server asked for. */
  function schedule(delayMs: number): void {
    const nowMs = deps.clock.monotonicMs();
    const wantedMs = Math.max(nowMs + delayMs, notBeforeMs);
    if (wantedMs >= dueMs) return;
    cancelNext();
    dueMs = wantedMs;
    cancelNext = deps.timers.after(wantedMs - nowMs, () => void now());
  }

  async function now(): Promise<void> {
    cancelNext();
    dueMs = Number.POSITIVE_INFINITY;
    if (isDraining) {
      isWanted = true;
      return;
    }
    isDraining = true;
    try {
      if (!deps.connection.isCut()) await drainAsLeader();
    } finally {
      isDraining = false;
    }
    if (isVisible) schedule(VISIBLE_EVERY_MS);
    if (isWanted) schedule(APPEND_DELAY_MS);
    isWanted = false;
  }

  /** One syncer among all tabs; the others try again when their own minute comes. */
  async function drainAsLeader(): Promise<void> {
    const end = await deps.exclusive.tryRun(`tessera-${deps.app}-sync`, async () => {
      deps.connection.syncing(true);
      try {
        if (!(await deps.before())) return undefined;
        const end = await deps.syncer.drain();
        if (end.kind === 'quiet') await deps.afterQuiet?.();
        if (end.kind === 'quiet' || end.isSent === true) await deps.afterSent?.();
        return end;
      } finally {
        deps.connection.syncing(false);
      }
    });
    if (end === undefined) return;
    deps.connection.problem(end.kind === 'wait' ? problemView(end.problem) : undefined);
    notBeforeMs = end.kind === 'wait' && end.asked ? deps.clock.monotonicMs() + end.waitMs : 0;
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

/** Silence is no problem of its own: the connection's mode says it. */
function problemView(problem: SyncProblem | undefined): RefusalView | undefined {
  return problem === undefined || problem.kind === 'unreachable' ? undefined : refusalView(problem);
}
