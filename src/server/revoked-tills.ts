import type { RevokedTill } from '#protocol/messages.ts';
import { MAX_REVOKED_TILLS } from '#protocol/trust-list.ts';
import type { Db } from './db/transaction.ts';

/**
 * Tills whose signatures count for nobody from some time on, as `registryOf` judges them: stolen ones, those they had added
 * and nobody confirmed, those disowned. By serial.
 */
export async function readRevokedTills(db: Db): Promise<readonly RevokedTill[]> {
  const stolen = await db
    .selectFrom('terminal')
    .select(['serial', 'revoked_at as from_ms'])
    .where('revoked_at', 'is not', null)
    .execute();
  const fallen = await db
    .selectFrom('delegation')
    .innerJoin('terminal as parent', 'parent.serial', 'delegation.parent_serial')
    .select(['delegation.serial', 'parent.revoked_at as from_ms'])
    .where('confirmed_at', 'is', null)
    .where('parent.revoked_at', 'is not', null)
    .execute();
  const disowned = await db
    .selectFrom('delegation')
    .select('serial')
    .where('disowned_at', 'is not', null)
    .execute();
  const from = new Map<number, number>();
  for (const { serial, from_ms } of [
    ...stolen,
    ...fallen,
    ...disowned.map((each) => ({ ...each, from_ms: 0 })),
  ]) {
    const fromS = Math.ceil((from_ms ?? 0) / 1000);
    from.set(serial, Math.min(fromS, from.get(serial) ?? fromS));
  }
  // The latest, should there be more than the list can hold: the certificates of the others have ended by then.
  return [...from]
    .map(([serial, fromS]) => ({ serial, fromS }))
    .toSorted((a, b) => b.fromS - a.fromS || a.serial - b.serial)
    .slice(0, MAX_REVOKED_TILLS);
}
