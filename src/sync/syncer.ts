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
  Transport,
  TransportRefusal,
} from './ports.ts';
import { settle } from './settlement.ts';

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
   * A call while one runs joins it: one request in flight per device.
   */
  readonly drain: () => Promise<SyncEnd>;
}

/** Rounds of one `drain`: beyond that a server that always says `more` is left alone for a while. */
const MAX_ROUNDS = 500;
/** What the server cannot decide yet waits for somebody else's device: minutes would change nothing. */
const PUT_OFF_MS = 15 * 60_000;

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

interface Exchange {
  readonly request: SyncRequest;
  readonly reply: SyncReply;
  readonly tookMs: number;
}

/** The push/pull state machine over its ports. Rules: sync design 2.3; it owns no timer and no connection. */
export function createSyncer(ports: SyncPorts): Syncer {
  let batchSize = FIRST_BATCH;
  let failures = 0;
  let running: Promise<SyncEnd> | undefined;

  async function drain(): Promise<SyncEnd> {
    const putOff = new Set<string>();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const end = await runRound(putOff);
      if (end.kind === 'again') continue;
      if (end.kind === 'quiet')
        return putOff.size === 0
          ? { kind: 'quiet' }
          : { kind: 'wait', waitMs: PUT_OFF_MS, asked: false, isSent: true };
      if (end.kind === 'asked_to_wait') return { kind: 'wait', waitMs: end.retryAfterS * 1_000, asked: true };
      failures += 1;
      return {
        kind: 'wait',
        waitMs: backOffMs(failures, ports.random, end.retryAfterS),
        asked: end.retryAfterS !== undefined,
        problem: end.problem,
      };
    }
    return { kind: 'wait', waitMs: backOffMs(1, ports.random), asked: false };
  }

  async function runRound(putOff: Set<string>): Promise<RoundEnd> {
    const position = await ports.cursor.read();
    const batch = await ports.outbox.batch(batchSize, putOff);
    const request = requestFrom(position, batch);
    const startedMs = ports.clock.monotonicMs();
    const answer = await ports.transport.exchange(request);
    const tookMs = ports.clock.monotonicMs() - startedMs;
    if (!answer.ok) return takeRefusal(answer.error, request.records.length);
    return takeReply({ request, reply: answer.value, tookMs }, putOff);
  }

  async function takeReply({ request, reply, tookMs }: Exchange, putOff: Set<string>): Promise<RoundEnd> {
    const settled = settle(request, reply);
    if (!settled.ok) return { kind: 'failed', problem: { kind: 'garbled' } };
    const stored = await ports.replies.apply(settled.value);
    if (!stored.ok) return { kind: 'failed', problem: { kind: 'not_stored', code: stored.error.kind } };

    const { decided, forked, position, serverRestored } = settled.value;
    const isFurther = position.cursor !== request.cursor || position.snapshot?.at !== request.snapshotAt;
    for (const id of settled.value.putOff) putOff.add(id);
    const moved = decided.length + forked.length + settled.value.putOff.length > 0 || isFurther;
    if (moved || serverRestored) failures = 0;
    batchSize = sizeAfterSuccess(batchSize, request.records.length, tookMs);
    if (reply.retryAfterS !== undefined) return { kind: 'asked_to_wait', retryAfterS: reply.retryAfterS };
    if (serverRestored) return { kind: 'again' };
    const waiting = reply.more || (await ports.outbox.batch(1, putOff)).records.length > 0;
    if (!waiting) {
      failures = 0;
      return { kind: 'quiet' };
    }
    return moved ? { kind: 'again' } : { kind: 'failed', problem: { kind: 'no_progress' } };
  }

  function takeRefusal(problem: TransportRefusal, sent: number): RoundEnd {
    if (problem.kind === 'too_large' || problem.kind === 'timeout')
      batchSize = sizeAfterTrouble(Math.min(batchSize, Math.max(1, sent)));
    if (problem.kind === 'too_large' && sent > 1) return { kind: 'again' };
    const retryAfterS = problem.kind === 'server_busy' ? problem.retryAfterS : undefined;
    return { kind: 'failed', problem, ...(retryAfterS === undefined ? {} : { retryAfterS }) };
  }

  return {
    drain: () => {
      running ??= drain().finally(() => (running = undefined));
      return running;
    },
  };
}
