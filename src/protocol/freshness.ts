// Steps 10 and 12 of the order of refusals: a code lives 45 seconds or answers a challenge, and a clock never goes back.
import type { Bytes } from '#base/bytes.ts';
import { CLOCK_TOLERANCE_MS } from './certificate-life.ts';
import type { MessageId } from './messages.ts';
import { answerFault, findChallenge } from './open-nonces.ts';
import type { RefusalKind } from './refusal.ts';
import type { GenuinePresentation, ReplayStore, TerminalPolicy } from './verdict.ts';

/** What a message is judged against. */
export interface Situation {
  readonly state: ReplayStore;
  readonly policy: TerminalPolicy;
  readonly nowMs: number;
  readonly monotonicMs: number;
}

/** Whether this clock shows less than a time that has certainly passed. */
export function isClockBehind({ state, nowMs }: Pick<Situation, 'state' | 'nowMs'>): boolean {
  return nowMs < state.highWaterMarkMs - CLOCK_TOLERANCE_MS;
}

/**
 * `undefined` for the answer to an open challenge, whatever its time; otherwise `stale`, `from_future`, then
 * `challenge_mismatch` or `challenge_expired` for a nonce that does not count.
 */
export function freshnessFault(
  { messageId }: { readonly messageId: MessageId },
  { issuedAtS, nonce }: { readonly issuedAtS: number; readonly nonce?: Bytes },
  { state, policy, nowMs, monotonicMs }: Situation,
): RefusalKind | undefined {
  const shown = nonce && findChallenge(state, nonce);
  const unanswered = shown ? answerFault(shown, messageId, monotonicMs) : 'challenge_mismatch';
  if (nonce !== undefined && unanswered === undefined) return undefined;
  const ageMs = nowMs - issuedAtS * 1000;
  if (ageMs > policy.maxSkewS * 1000) return 'stale';
  if (ageMs < -policy.maxSkewS * 1000) return 'from_future';
  return nonce === undefined ? undefined : unanswered;
}

/** Whether a presentation that passed step 12 did so by a challenge of this terminal. */
export function isAnswered({ presentation }: GenuinePresentation, state: ReplayStore): boolean {
  return presentation.nonce !== undefined && findChallenge(state, presentation.nonce) !== undefined;
}
