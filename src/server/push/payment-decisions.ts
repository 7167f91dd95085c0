// What a push decides about payments with points, and the money that follows.
import type { Tx } from '#server/db/transaction.ts';
import {
  decidePayment,
  knownDecision,
  receiptIdOf,
  reversalLegs,
  settlementLegs,
  voidedBefore,
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
  const counted = decisions.flatMap(({ record, status, code, effect }) =>
    status === 'accepted' && code === null && effect !== undefined ? [{ event: record.id, effect }] : [],
  );
  const payments = counted.flatMap(({ effect }) => effect.payment ?? []);
  const decided = decisions.map(({ record }) => record.id);
  const voided = await voidedBefore(tx, payments, decided);
  const legs: Leg[] = [];
  for (const { event, effect } of counted) {
    const { payment, reversed } = effect;
    if (payment !== undefined) {
      const isVoided = voided.has(receiptIdOf(payment));
      legs.push(...(await settlementLegs(tx, payment, { event, isVoided })));
    }
    if (reversed !== undefined) legs.push(...(await reversalLegs(tx, reversed, event)));
  }
  return legs;
}
