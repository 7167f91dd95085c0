// Nonces a terminal has shown: answered once, within 120 seconds of its monotonic clock, which nobody can turn back.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { ANSWER_TIME_S } from './pay-messages.ts';
import type { MessageId } from './messages.ts';
import type {
  AcceptedPass,
  AcceptedPayment,
  GenuinePresentation,
  OpenNonce,
  ReplayStore,
} from './verdict.ts';

/** A challenge or request about to be shown. */
export interface ShownChallenge {
  readonly nonce: Bytes;
  /** Of a pay request: its message id and what is to be paid. */
  readonly request?: { readonly messageId: MessageId; readonly points: number };
}

/** The store with the nonce in it; to be kept before the code is drawn. Those run out are dropped. */
export function rememberChallenge(
  state: ReplayStore,
  { nonce, request }: ShownChallenge,
  monotonicMs: number,
): ReplayStore {
  const live = Object.entries(state.nonces ?? {}).filter(([, one]) => isInTime(one, monotonicMs));
  const shown: OpenNonce = {
    shownAtMonotonicMs: monotonicMs,
    ...(request && { request: { id: hexFromBytes(request.messageId), points: request.points } }),
  };
  return { ...state, nonces: Object.fromEntries([...live, [hexFromBytes(nonce), shown]]) };
}

/** To be called when the terminal starts: nothing shown before can be answered any more. */
export function forgetChallenges({ nonces: _forgotten, ...state }: ReplayStore): ReplayStore {
  return state;
}

/** By hex nonce; of challenges only, so that a pay request is answered by a payment alone. */
export function findChallenge(state: ReplayStore, nonce: Bytes): OpenNonce | undefined {
  const found = Object.entries(state.nonces ?? {}).find(([hex]) => hex === hexFromBytes(nonce))?.[1];
  return found?.request === undefined ? found : undefined;
}

export function findRequest(state: ReplayStore, requestId: MessageId): OpenNonce | undefined {
  const id = hexFromBytes(requestId);
  return Object.values(state.nonces ?? {}).find(({ request }) => request?.id === id);
}

/** `challenge_expired` late, `challenge_mismatch` when something else has answered it; `undefined`: it may. */
export function answerFault(
  shown: OpenNonce,
  messageId: MessageId,
  monotonicMs: number,
): 'challenge_mismatch' | 'challenge_expired' | undefined {
  const byAnother = shown.usedBy !== undefined && shown.usedBy !== hexFromBytes(messageId);
  if (byAnother) return 'challenge_mismatch';
  return isInTime(shown, monotonicMs) ? undefined : 'challenge_expired';
}

/** The store once the message is accepted: its nonce answers nothing else. */
export function markAnswered(
  state: ReplayStore,
  message: AcceptedPass | GenuinePresentation | AcceptedPayment,
): ReplayStore {
  const { nonces } = state;
  if (nonces === undefined) return state;
  const usedBy = hexFromBytes(message.messageId);
  const answered = Object.entries(nonces).map(([hex, shown]): [string, OpenNonce] =>
    isAnswerTo(message, hex, shown) ? [hex, { ...shown, usedBy }] : [hex, shown],
  );
  return { ...state, nonces: Object.fromEntries(answered) };
}

function isAnswerTo(
  message: AcceptedPass | GenuinePresentation | AcceptedPayment,
  hex: string,
  shown: OpenNonce,
): boolean {
  if (message.type === 'payment') return shown.request?.id === hexFromBytes(message.payment.requestId);
  const { nonce } = message.type === 'member_pass' ? message.pass : message.presentation;
  return nonce !== undefined && hexFromBytes(nonce) === hex;
}

/** A clock that shows less than then has started anew. */
function isInTime(shown: OpenNonce, monotonicMs: number): boolean {
  const ageMs = monotonicMs - shown.shownAtMonotonicMs;
  return ageMs >= 0 && ageMs <= ANSWER_TIME_S * 1000;
}
