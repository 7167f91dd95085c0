import { appendAudit } from './audit/audit-log.ts';
import { type Db, inTransaction } from './db/transaction.ts';
import { createPairingCode, type PairingDeps } from './enrolment/pairing-code.ts';
import { actorOf, identifyOperator } from './operator/operators.ts';

/**
 * A pairing code for whoever starts the server at a terminal: an act of the data directory's own operator, and noted as such.
 * `undefined` when that key is revoked.
 */
export async function firstPairingCode(
  { db, random, clock }: Omit<PairingDeps, 'db'> & { readonly db: Db },
  merchant: { readonly id: string; readonly slug: string },
  keysDir: string,
): Promise<string | undefined> {
  const operator = await identifyOperator(db, keysDir, undefined);
  if (!operator.ok) return undefined;
  return inTransaction(db, random, async (tx) => {
    const code = await createPairingCode({ db: tx, random, clock }, { merchantId: merchant.id });
    const actor = actorOf(operator.value);
    await appendAudit(tx, { atMs: clock.nowMs(), actor, act: 'terminal pair', target: merchant.slug });
    return code;
  });
}
