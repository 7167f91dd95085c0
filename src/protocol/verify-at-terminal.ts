// What a terminal does with a scanned code. Pure but for the signature checks: no clock, no store, no screen.
import type { Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { MESSAGE_TYPE } from './messages.ts';
import { openMessage } from './open-message.ts';
import { refuse } from './refusal.ts';
import type { ReplayStore, TerminalOutcome, TerminalPolicy } from './verdict.ts';
import { verifyPass } from './verify-pass.ts';
import { verifyPayment } from './verify-payment.ts';
import { verifyPresentation } from './verify-presentation.ts';

/**
 * Judges a member pass, a presentation or a payment, as the text of a code or as bytes. Faults are refused in the order of
 * `REFUSAL_ORDER`. The returned state is the one passed in unless the verdict is `accepted_provisional`; store it,
 * the receipt and the log entry in one transaction before anything is shown.
 */
export async function verifyAtTerminal(
  input: string | Bytes,
  state: ReplayStore,
  policy: TerminalPolicy,
  clock: Clock,
): Promise<TerminalOutcome> {
  const opened = openMessage(input);
  if (!opened.ok) return { verdict: { kind: 'refused', refusal: opened.error }, state };
  const situation = { state, policy, nowMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  switch (opened.value.claims.type) {
    case MESSAGE_TYPE.memberPass:
      return verifyPass(opened.value, situation);
    case MESSAGE_TYPE.presentation:
      return verifyPresentation(opened.value, situation);
    case MESSAGE_TYPE.payment:
      return verifyPayment(opened.value, situation);
    default:
      return { verdict: { kind: 'refused', refusal: refuse('wrong_type').error }, state };
  }
}
