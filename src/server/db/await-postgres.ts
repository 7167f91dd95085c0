import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresAddress } from './postgres-address.ts';
import { NOT_YET, probePostgres } from './probe-postgres.ts';

export interface Patience {
  /** So long may it say nothing at all; counted anew from each answer. */
  readonly silentMs?: number;
  /** Called every ten seconds with how many have passed. */
  readonly onSlowStart?: (seconds: number) => void;
}

const SILENT_MS = 60_000;
const SAY_EVERY_MS = 10_000;
/** An ordinary start takes 30 ms. */
const QUICK_MS = 1_000;

/**
 * Waits until it takes connections; returns what is wrong when it never will. A database that works through its log after a
 * crash takes as long as it needs: whoever stops it makes the next start begin with the same work.
 */
export async function awaitPostgres(
  child: ChildProcess,
  address: PostgresAddress,
  { silentMs = SILENT_MS, onSlowStart }: Patience,
): Promise<string | undefined> {
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure ??= `postgres ended early (${signal ?? code})`));
  const begunMs = performance.now();
  let heardMs = begunMs;
  let saidMs = begunMs;
  while (failure === undefined) {
    const answer = await probePostgres(address);
    if (answer === 'ready') return undefined;
    const nowMs = performance.now();
    if (answer === NOT_YET) heardMs = nowMs;
    if (nowMs - heardMs > silentMs)
      return `postgres has said nothing for ${silentMs / 1000} seconds (${answer})`;
    if (nowMs - saidMs >= SAY_EVERY_MS) {
      onSlowStart?.(Math.round((nowMs - begunMs) / 1000));
      saidMs = nowMs;
    }
    await sleep(nowMs - begunMs < QUICK_MS ? 15 : 200);
  }
  return failure;
}
