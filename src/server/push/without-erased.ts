// A till may bring a sale of somebody who was erased since. It happened, and its voucher is used; of its customer nothing is
// written down again.
import type { Tx } from '#server/db/transaction.ts';
import { NOBODY } from './effect.ts';
import { isErased } from '#server/enrolment/erased-members.ts';
import type { JudgedRecord } from './judged-record.ts';
import type { Locked, Participants } from './locks.ts';

/** Who takes part and has been erased. Asks only about members that there are not: hardly ever anybody. */
export async function erasedAmong(
  tx: Tx,
  { members }: Participants,
  locked: Locked,
): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for (const id of new Set(members)) {
    if (!locked.members.has(id) && (await isErased(tx, id))) erased.add(id);
  }
  return erased;
}

/** Payments stay whole: what was set aside for them is still to be settled with the merchant. */
export function withoutErased(judged: JudgedRecord, erased: ReadonlySet<string>): JudgedRecord {
  const { record, judgement } = judged;
  if (judgement.kind !== 'effect' || judgement.effect.payment !== undefined) return judged;
  const { event: _, receipt: __, sale, ...effect } = judgement.effect;
  if (effect.reversed !== undefined || !erased.has(effect.memberId)) return judged;
  const nobodys = sale === undefined ? {} : { sale: { ...sale, memberId: NOBODY } };
  return { record, judgement: { kind: 'effect', effect: { ...effect, ...nobodys } } };
}
