// A till that was stolen signs for nobody from some time on. What was decided of its receipts before anybody knew stays
// decided, and is the same for whoever else brings them: their customer has the points, and must not see them refused.
import type { Db } from '#server/db/transaction.ts';
import { madeBefore } from './claims.ts';
import type { Directory } from './directory.ts';
import type { JudgedRecord } from './judged-record.ts';

/** As if nobody had shut out any till. */
export function believing(directory: Directory): Directory {
  return { ...directory, isRegistered: () => true };
}

/**
 * Where a record was refused for its till, and what is in it has been decided before: judged by `judgeBelieving`, which is asked
 * for the records at these positions, in order. All others stay as they are.
 */
export async function asDecidedBefore(
  db: Db,
  judged: readonly JudgedRecord[],
  judgeBelieving: (positions: ReadonlySet<number>) => Promise<readonly JudgedRecord[]>,
): Promise<readonly JudgedRecord[]> {
  const refused = [...judged.keys()].filter((position) => isRefusedForTill(judged[position]!));
  if (refused.length === 0) return judged;
  const believed = await judgeBelieving(new Set(refused));
  const made = await madeBefore(db, believed.flatMap(claimsOf));
  const known = new Map(
    refused.flatMap((position, index) => {
      const again = believed[index]!;
      return claimsOf(again).some((claim) => made.has(claim)) ? [[position, again] as const] : [];
    }),
  );
  return judged.map((each, position) => known.get(position) ?? each);
}

function isRefusedForTill({ judgement }: JudgedRecord): boolean {
  return judgement.kind === 'rejected' && judgement.code === 'serial_unregistered';
}

/** Its own, and that of a receipt that lost its voucher to another. */
function claimsOf({ judgement }: JudgedRecord) {
  if (judgement.kind !== 'effect') return [];
  const { claim, loss } = judgement.effect;
  return loss === undefined ? [claim] : [claim, loss.claim];
}
