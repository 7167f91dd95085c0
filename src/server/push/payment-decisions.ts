// What a push decides about payments with points, and the money that follows.
import type { Tx } from '#server/db/transaction.ts';
import {
  decidePayment,
  knownDecision,
  reversalLegs,
  settlementLegs,
} from '#server/spending/settle-payment.ts';
import type { CheckedRecord } from './check-record.ts';
import type { ClaimOutcome } from './claims.ts';
import type { Decision } from './decision.ts';
import type { Judgement } from './effect.ts';
import type { Leg } from './ledger.ts';

/** Whether a payment is good is decided once, whoever brings it first; its other witness hears the same. */
export async function paymentDecision(
  tx: Tx,
  record: CheckedRecord,
  {
    judgement,
    outcome,
    nowMs,
  }: {
    readonly judgement: Judgement;
    readonly outcome: ClaimOutcome | undefined;
    readonly nowMs: number;
  },
): Promise<Decision | undefined> {
  if (judgement.kind !== 'effect' || judgement.effect.payment === undefined || outcome === 'lost')
    return undefined;
  const { effect } = judgement;
  const { payment } = judgement.effect;
  if (outcome === 'first') {
    const decided = await decidePayment(tx, payment, nowMs);
    const about = effect.memberId;
    return decided.status === 'accepted'
      ? { record, ...decided, effect, about }
      : { record, ...decided, about };
  }
  const known = await knownDecision(tx, payment);
  return known.status === 'conflict'
    ? { record, ...known }
    : { record, status: 'accepted', code: 'already_known' };
}

/** The legs of payments that count from now on, and of those taken back. */
export async function spendingLegs(tx: Tx, decisions: readonly Decision[]): Promise<readonly Leg[]> {
  const legs: Leg[] = [];
  for (const { record, status, code, effect } of decisions) {
    if (status !== 'accepted' || code !== null || effect === undefined) continue;
    if (effect.payment !== undefined) legs.push(...(await settlementLegs(tx, effect.payment, record.id)));
    if (effect.reversed !== undefined) legs.push(...reversalLegs(effect.reversed, record.id));
  }
  return legs;
}
