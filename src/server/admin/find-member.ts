// Of whom an operator asks, and what may be written down of that.
import { bucketOf } from '#server/db/bucket.ts';
import type { AdminDeps } from './command.ts';

/** By id, or by the name that the wallet shows (`7F3A-91C2`, the first half of the id). Explains when it names nobody, or several. */
export async function findMember(
  { db, explain }: Pick<AdminDeps, 'db' | 'explain'>,
  wanted: string,
): Promise<string | undefined> {
  const start = wanted.replaceAll('-', '').toLowerCase();
  const query = db.selectFrom('member').select('id').where('bucket', '>=', 0);
  const isName = /^[0-9a-f]{4,16}$/.test(start);
  const found = isName ? await query.where('id', 'like', `${start}%`).execute() : [];
  if (found.length === 1) return found[0]!.id;
  explain(
    found.length === 0
      ? `There is no member ${wanted}.`
      : `${found.length} members are called ${wanted}; give more of the id.`,
  );
  return undefined;
}

/** For the audit log: enough to find the case again, not enough to say who it was once the member is gone. */
export function auditName(id: string): string {
  return `member ${id.slice(0, 4)}…`;
}

export async function devicesOf({ db }: Pick<AdminDeps, 'db'>, member: string) {
  const pairs = await db
    .selectFrom('member_device')
    .select('device')
    .where('bucket', '=', bucketOf(member))
    .where('member', '=', member)
    .execute();
  const ids = pairs.map((pair) => pair.device);
  if (ids.length === 0) return [];
  return db
    .selectFrom('device')
    .selectAll()
    .where('bucket', 'in', ids.map(bucketOf))
    .where('id', 'in', ids)
    .execute();
}
