import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { SyncReply, SyncRequest } from '#api/sync.ts';
import type { Clock, Random } from '#base/ports.ts';
import { backOffMs } from './back-off.ts';
import { FIRST_BATCH, fitToBody, sizeAfterSuccess, sizeAfterTrouble } from './batch-size.ts';
import type {
  Cursor,
  Outbox,
  OutboxBatch,
  Position,
  ReplyStore,
  Settlement,
  Transport,
  TransportRefusal,
} from './ports.ts';
import { createPutOff, type PutOff, PUT_OFF_MS } from './put-off.ts';
import { settle } from './settlement.ts';
import { createSieve, isUnreadable, type Sieve } from './sieve.ts';

export interface SyncPorts {
  readonly transport: Transport;
  readonly outbox: Outbox;
  readonly cursor: Cursor;
  readonly replies: ReplyStore;
  readonly clock: Clock;
  readonly random: Random;
}

export type SyncProblem =
  | TransportRefusal
  /** The server answered, and decided nothing although records wait. */
  | { readonly kind: 'no_progress' }
  /** The device could not keep the answer, e.g. `storage_full`. */
  | { readonly kind: 'not_stored'; readonly code: string };

export type SyncEnd =
  /** Nothing left to send, nothing left to fetch. */
  | { readonly kind: 'quiet' }
  | {
      readonly kind: 'wait';
      readonly waitMs: number;
      /** The server asked for this patience; otherwise it is the device's own back-off, which a new hope may cut short. */
      readonly asked: boolean;
      readonly problem?: SyncProblem;
      /** Nothing is left but what the server cannot decide yet. */
      readonly isSent?: true;
    };

export interface Syncer {
  /**
   * Pushes and pulls until there is nothing left or something fails; whoever calls decides when to call again.
   * A call while one runs joins it: one request in flight per device. `putOffToo`: also what the server put off a moment ago.
   */
  readonly drain: (order?: { readonly putOffToo: boolean }) => Promise<SyncEnd>;
}

/** Rounds of one `drain`: beyond that a server that always says `more` is left alone for a while. */
const MAX_ROUNDS = 500;

type RoundEnd =
  | { readonly kind: 'again' }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'failed'; readonly problem: SyncProblem; readonly retryAfterS?: number }
  | { readonly kind: 'asked_to_wait'; readonly retryAfterS: number };

function requestFrom(position: Position, batch: OutboxBatch): SyncRequest {
  return {
    v: PROTOCOL_VERSION,
    epoch: batch.epoch,
    ...(position.serverEpoch === undefined ? {} : { serverEpoch: position.serverEpoch }),
    cursor: position.cursor,
    ...(position.snapshot === undefined ? {} : { snapshotAt: position.snapshot.at }),
    records: [...fitToBody(batch.records)],
  };
}

/** A request that is on its way. */
interface Asked {
  readonly request: SyncRequest;
  readonly startedMs: number;
  readonly answer: ReturnType<Transport['exchange']>;
}

interface Exchange {
  readonly request: SyncRequest;
  readonly reply: SyncReply;
  readonly tookMs: number;
}

/** What one `drain` remembers from round to round. */
interface Memory {
  /** Of all drains. */
  readonly putOff: PutOff;
  readonly sieve: Sieve;
  /** The server could not read a record, and nothing else was taken by which one could tell whose fault it is. */
  unreadable: TransportRefusal | undefined;
  /** The next page, which was asked for while the one before was stored. */
  ahead: Asked | undefined;
}

function ask({ clock, transport }: SyncPorts, position: Position, batch: OutboxBatch): Asked {
  const request = requestFrom(position, batch);
  const answer = transport.exchange(request);
  // A fault is told to whoever waits for it; for what was asked ahead that may be nobody.
  answer.catch(() => undefined);
  return { request, startedMs: clock.monotonicMs(), answer };
}

/** Whether the request asks for what follows this. */
function isFrom({ cursor, snapshotAt, serverEpoch }: SyncRequest, position: Position): boolean {
  return serverEpoch === position.serverEpoch && !isFurther({ cursor, snapshotAt }, position);
}

function isFurther(
  { cursor, snapshotAt }: Pick<SyncRequest, 'cursor' | 'snapshotAt'>,
  position: Position,
): boolean {
  return position.cursor !== cursor || position.snapshot?.at !== snapshotAt;
}

/** In the middle of hearing what was missed, with nothing to say and no need to wait. */
function isMidway({ request, reply }: Exchange, { position, serverRestored }: Settlement): boolean {
  const isPatient = reply.retryAfterS !== undefined;
  const goesOn = reply.more && isFurther(request, position) && !serverRestored;
  return goesOn && !isPatient && request.records.length === 0;
}

function hasMoved(request: SyncRequest, { decided, forked, putOff, position }: Settlement): boolean {
  return decided.length + forked.length + putOff.length > 0 || isFurther(request, position);
}

function endOfQuiet({ putOff, sieve, unreadable }: Memory): SyncEnd {
  const isDoubtful = sieve.without().size > 0;
  const putOffMs = putOff.waitMs();
  if (putOffMs === undefined && !isDoubtful) return { kind: 'quiet' };
  const problem = isDoubtful ? unreadable : undefined;
  const end = { kind: 'wait', waitMs: putOffMs ?? PUT_OFF_MS, asked: false, isSent: true } as const;
  return problem === undefined ? end : { ...end, problem };
}

/** What is not sent in this drain any more, or not yet. */
function skipped({ putOff, sieve }: Memory): ReadonlySet<string> {
  return new Set([...putOff.ids(), ...sieve.without()]);
}

async function hasToSend({ outbox }: SyncPorts, memory: Memory): Promise<boolean> {
  return (await outbox.batch(1, skipped(memory))).records.length > 0;
}

function newMemory(putOff: PutOff): Memory {
  return { putOff, sieve: createSieve(), unreadable: undefined, ahead: undefined };
}

function endOfFailure(
  { problem, retryAfterS }: Extract<RoundEnd, { readonly kind: 'failed' }>,
  waitMs: number,
): SyncEnd {
  return { kind: 'wait', waitMs, asked: retryAfterS !== undefined, problem };
}

function failedBy(problem: TransportRefusal): RoundEnd {
  const retryAfterS = problem.kind === 'server_busy' ? problem.retryAfterS : undefined;
  return { kind: 'failed', problem, ...(retryAfterS === undefined ? {} : { retryAfterS }) };
}

/** The server could not read the request: which record is to blame, if any? */
async function findUnreadable(
  outbox: Outbox,
  { request, problem }: { readonly request: SyncRequest; readonly problem: TransportRefusal },
  memory: Memory,
): Promise<RoundEnd> {
  memory.unreadable = problem;
  const next = memory.sieve.refused(request.records.map(({ id }) => id));
  if (next === 'give_up') return failedBy(problem);
  if (next !== 'again') await outbox.setAside(next.bad);
  return { kind: 'again' };
}

/** The push/pull state machine over its ports. Rules: src/api/README.md, "A round of sync". It owns no timer and no connection. */
export function createSyncer(ports: SyncPorts): Syncer {
  let batchSize = FIRST_BATCH;
  let failures = 0;
  let running: Promise<SyncEnd> | undefined;
  const putOff = createPutOff(ports.clock);

  async function drain(putOffToo: boolean): Promise<SyncEnd> {
    putOff.takeUp(putOffToo);
    const memory = newMemory(putOff);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const end = await runRound(memory);
      if (end.kind === 'again') continue;
      if (end.kind === 'quiet') return endOfQuiet(memory);
      if (end.kind === 'asked_to_wait') return { kind: 'wait', waitMs: end.retryAfterS * 1_000, asked: true };
      failures += 1;
      return endOfFailure(end, backOffMs(failures, ports.random, end.retryAfterS));
    }
    return { kind: 'wait', waitMs: backOffMs(1, ports.random), asked: false };
  }

  async function runRound(memory: Memory): Promise<RoundEnd> {
    const position = await ports.cursor.read();
    const { clock } = ports;
    const { ahead, sieve } = memory;
    memory.ahead = undefined;
    const { request, startedMs, answer } =
      ahead !== undefined && isFrom(ahead.request, position)
        ? ahead
        : ask(ports, position, await ports.outbox.batch(sieve.most(batchSize), skipped(memory)));
    const answered = await answer;
    if (!answered.ok && isUnreadable(answered.error))
      return findUnreadable(ports.outbox, { request, problem: answered.error }, memory);
    if (!answered.ok) return takeRefusal(answered.error, request.records.length);
    return takeReply({ request, reply: answered.value, tookMs: clock.monotonicMs() - startedMs }, memory);
  }

  async function takeReply(exchange: Exchange, memory: Memory): Promise<RoundEnd> {
    const { request, reply, tookMs } = exchange;
    const settled = settle(request, reply);
    if (!settled.ok) return { kind: 'failed', problem: { kind: 'garbled' } };
    const { position, serverRestored } = settled.value;
    // The next page is on its way while this one is stored. Should that fail, it is asked for once more.
    if (isMidway(exchange, settled.value) && !(await hasToSend(ports, memory)))
      memory.ahead = ask(ports, position, { epoch: request.epoch, records: [] });
    const stored = await ports.replies.apply(settled.value);
    if (!stored.ok) return { kind: 'failed', problem: { kind: 'not_stored', code: stored.error.kind } };

    memory.sieve.taken(request.records.map(({ id }) => id));
    putOff.add(settled.value.putOff);
    const moved = hasMoved(request, settled.value);
    if (moved || serverRestored) failures = 0;
    batchSize = sizeAfterSuccess(batchSize, request.records.length, tookMs);
    if (reply.retryAfterS !== undefined) return { kind: 'asked_to_wait', retryAfterS: reply.retryAfterS };
    if (serverRestored) return { kind: 'again' };
    if (!reply.more && !(await hasToSend(ports, memory))) {
      failures = 0;
      return { kind: 'quiet' };
    }
    return moved ? { kind: 'again' } : { kind: 'failed', problem: { kind: 'no_progress' } };
  }

  function takeRefusal(problem: TransportRefusal, sent: number): RoundEnd {
    if (problem.kind === 'too_large' || problem.kind === 'timeout')
      batchSize = sizeAfterTrouble(Math.min(batchSize, Math.max(1, sent)));
    if (problem.kind === 'too_large' && sent > 1) return { kind: 'again' };
    return failedBy(problem);
  }

  return {
    drain: (order) => {
      running ??= drain(order?.putOffToo === true).finally(() => (running = undefined));
      return running;
    },
  };
}
