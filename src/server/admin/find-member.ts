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
