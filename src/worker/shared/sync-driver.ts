import type { Clock, Random } from '#base/ports.ts';
import { backOffMs, jitterMs } from '#sync/back-off.ts';
import type { SyncEnd, SyncProblem, Syncer } from '#sync/syncer.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import type { Connection } from './connection.ts';
import { refusalView } from './refusal-view.ts';
import type { Exclusive, Timers } from './surroundings.ts';

/**
 * Decides when to sync. The moments: src/api/README.md, "A round of sync". Nothing comes before the time that the server
 * asked for, and nothing but a person before the end of the device's own back-off, but for what `holdMs` says of silence.
 */
export interface SyncDriver {
  /** At the start, and when a person asks or waits for it: at once. When the server wants to be left alone, the problem says so. */
  readonly now: () => Promise<void>;
  /** A record was appended: soon, so that a few of them travel together. */
  readonly appended: () => void;
  /** The browser thinks there is a network again, by an event or by Background Sync: within five seconds, not all phones in step. */
  readonly networkUp: () => void;
  readonly networkDown: () => void;
  /** While a window is visible, once a minute, but for a server that is unwell. */
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
  /** Hears of what was thrown: people are told `internal`, and the next try comes all the same. */
  readonly onBug: (bug: unknown) => void;
  /**
   * Runs before each drain: enrol, renew, refresh the catalogue. `false`: there is nobody to sync for yet. A problem: the server
   * asked for patience already.
   */
  readonly before: () => Promise<boolean | ServerBusy>;
  /** Runs when everything was sent and fetched. */
  readonly afterQuiet?: () => Promise<void>;
  /** Runs then as well, and when all that is left is what the server cannot decide yet. */
  readonly afterSent?: () => Promise<void>;
}

type ServerBusy = Extract<SyncProblem, { kind: 'server_busy' }>;
/** A server that says for how long it wants to be left alone. One that only fails may do so at this call alone. */
export function wantsPatience(problem: { readonly kind: string }): problem is ServerBusy {
  return problem.kind === 'server_busy' && (problem as ServerBusy).retryAfterS !== undefined;
}

type Waiting = Extract<SyncEnd, { kind: 'wait' }>;
/** `undefined`: nothing was tried. `busy`: another tab is at it. */
type TryEnd = SyncEnd | 'busy' | undefined;
type Asker = 'person' | 'hope';

const APPEND_DELAY_MS = 250;
const NETWORK_UP_SPREAD_MS = 5_000;
const VISIBLE_EVERY_MS = 60_000;
/** Between two tries that found nobody, whatever hope there is: a network that comes and goes brings an event each time. */
const SILENCE_FLOOR_MS = 2_000;

export function createSyncDriver(deps: SyncDriverDeps): SyncDriver {
  const { connection } = deps;
  const alarm = createAlarm(deps, () => void run('hope'));
  const attempt = createAttempt(deps);
  const turn = createTurn(deps, () => alarm.set(APPEND_DELAY_MS));
  // Until a window says otherwise: a worker lives no longer than its page.
  let isVisible = true;
  let isDraining = false;
  /** Somebody asked while it ran: what it met may be different by now, a network for instance. */
  let askedMeanwhile: Asker | undefined;

  async function run(asker: Asker): Promise<void> {
    alarm.stop();
    if (isDraining) {
      if (askedMeanwhile !== 'person') askedMeanwhile = asker;
      return;
    }
    if (connection.waitMs() > 0) {
      if (asker === 'person') connection.problem({ kind: 'server_busy' });
      alarm.set(0);
      return;
    }
    isDraining = true;
    const end = await attempt(asker);
    isDraining = false;
    plan(end);
  }

  function plan(end: TryEnd): void {
    const asked = askedMeanwhile;
    askedMeanwhile = undefined;
    if (end === 'busy') return turn.take();
    if (end !== undefined) alarm.hold(end.kind === 'wait' ? holdMs(end) : 0);
    // What the server asked for the connection keeps, and how much of it is believed.
    if (end?.kind === 'wait') alarm.set(end.asked ? 0 : end.waitMs);
    // Networks come back without an event, and before somebody's eyes minutes of silence look like a fault.
    const isWell = end?.kind !== 'wait' || end.isSent === true || isSilence(end);
    if (isVisible && isWell) alarm.set(VISIBLE_EVERY_MS);
    if (asked === 'person') alarm.hold(0);
    if (asked !== undefined) alarm.set(APPEND_DELAY_MS);
  }

  return {
    now: () => run('person'),
    appended: () => alarm.set(APPEND_DELAY_MS),
    networkUp: () => alarm.set(jitterMs(NETWORK_UP_SPREAD_MS, deps.random)),
    networkDown: () => void connection.silent(),
    visible: (visible) => {
      isVisible = visible;
      if (visible) alarm.set(0);
    },
  };
}

/** Rings once, at the earliest of all wishes, but never before its time. */
function createAlarm({ clock, connection, timers }: SyncDriverDeps, ring: () => void) {
  let cancel = (): void => undefined;
  let dueMs = Number.POSITIVE_INFINITY;
  let heldUntilMs = 0;

  function stop(): void {
    cancel();
    dueMs = Number.POSITIVE_INFINITY;
  }

  return {
    stop,
    hold: (ms: number) => void (heldUntilMs = clock.monotonicMs() + ms),
    set: (delayMs: number) => {
      const nowMs = clock.monotonicMs();
      const wantedMs = Math.max(nowMs + delayMs, heldUntilMs, nowMs + connection.waitMs());
      if (wantedMs >= dueMs) return;
      stop();
      dueMs = wantedMs;
      cancel = timers.after(wantedMs - nowMs, ring);
    },
  };
}

/** Waits for the tab that is at it, also when that one is closed or crashes in the middle: then this one looks what is left. */
function createTurn(deps: SyncDriverDeps, come: () => void) {
  let isWaiting = false;
  const go = (): void => {
    isWaiting = false;
    come();
  };
  return {
    take: (): void => {
      if (isWaiting) return;
      isWaiting = true;
      deps.exclusive.run(lockName(deps), async () => undefined).then(go, go);
    },
  };
}

/** One syncer among all tabs. */
function lockName({ app }: SyncDriverDeps): string {
  return `tessera-${app}-sync`;
}

/** One try. Never throws: whoever plans the next one must come to it. */
function createAttempt(deps: SyncDriverDeps): (asker: Asker) => Promise<TryEnd> {
  const { connection, random } = deps;
  let bugsInARow = 0;

  async function drain(asker: Asker): Promise<SyncEnd | undefined> {
    connection.syncing(true);
    try {
      const ready = await deps.before();
      if (ready === false) return undefined;
      if (ready !== true) return endOfBusy(ready, random);
      const end = await deps.syncer.drain({ putOffToo: asker === 'person' });
      if (end.kind === 'quiet') await deps.afterQuiet?.();
      if (end.kind === 'quiet' || end.isSent === true) await deps.afterSent?.();
      return end;
    } finally {
      connection.syncing(false);
    }
  }

  async function drainAsLeader(asker: Asker): Promise<TryEnd> {
    if (connection.isCut()) return undefined;
    const led = await deps.exclusive.tryRun(lockName(deps), async () => ({ end: await drain(asker) }));
    if (led === undefined) return 'busy';
    const { end } = led;
    if (end === undefined) return undefined;
    connection.problem(end.kind === 'wait' ? problemView(end.problem) : undefined);
    if (end.kind === 'wait' && end.asked) await connection.askedToWait(end.waitMs);
    return end;
  }

  return async (asker) => {
    try {
      const end = await drainAsLeader(asker);
      bugsInARow = 0;
      return end;
    } catch (bug) {
      bugsInARow += 1;
      connection.problem({ kind: 'internal' });
      deps.onBug(bug);
      return { kind: 'wait', waitMs: backOffMs(bugsInARow, random), asked: false };
    }
  };
}

function endOfBusy(problem: ServerBusy, random: Random): SyncEnd {
  const { retryAfterS } = problem;
  const waitMs = backOffMs(1, random, retryAfterS);
  return { kind: 'wait', waitMs, asked: retryAfterS !== undefined, problem };
}

/** Where nobody answered, a network or a person who looks is new hope; of a server that is unwell they know nothing. */
const SILENCE: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'garbled']);

function isSilence({ asked, problem }: Waiting): boolean {
  return !asked && problem !== undefined && SILENCE.has(problem.kind);
}

/** For how long no hope shortens the wait. What the server asked for is the connection's to keep. */
function holdMs(end: Waiting): number {
  if (end.asked || end.isSent === true) return 0;
  return isSilence(end) ? Math.min(end.waitMs, SILENCE_FLOOR_MS) : end.waitMs;
}

/** Silence is no problem of its own: the connection's mode says it. */
function problemView(problem: SyncProblem | undefined): RefusalView | undefined {
  if (problem?.kind === 'server_busy') return { kind: problem.kind };
  return problem === undefined || problem.kind === 'unreachable' ? undefined : refusalView(problem);
}
