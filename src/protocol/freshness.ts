// Steps 10 and 12 of the order of refusals: a code lives 45 seconds, and a clock never goes back.
import type { Bytes } from '#base/bytes.ts';
import { CLOCK_TOLERANCE_MS } from './chain.ts';
import type { RefusalKind } from './refusal.ts';
import type { ReplayStore, TerminalPolicy } from './verdict.ts';

/** What a message is judged against. */
export interface Situation {
  readonly state: ReplayStore;
  readonly policy: TerminalPolicy;
  readonly nowMs: number;
}

/** Whether this clock shows less than a time that has certainly passed. */
export function isClockBehind({ state, nowMs }: Situation): boolean {
  return nowMs < state.highWaterMarkMs - CLOCK_TOLERANCE_MS;
}

/** `stale`, `from_future`, or `challenge_mismatch` for a nonce, since no terminal of this version hands one out. */
export function freshnessFault(
  message: { readonly issuedAtS: number; readonly nonce?: Bytes },
  { policy, nowMs }: Situation,
): RefusalKind | undefined {
  const ageMs = nowMs - message.issuedAtS * 1000;
  if (ageMs > policy.maxSkewS * 1000) return 'stale';
  if (ageMs < -policy.maxSkewS * 1000) return 'from_future';
  return message.nonce === undefined ? undefined : 'challenge_mismatch';
}
