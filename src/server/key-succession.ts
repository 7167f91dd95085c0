// What the database knows of the server's keys besides the one it signs with: public halves, for every process alike.
import { bytesFromHex, equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { PublicKey, TrustList } from '#protocol/messages.ts';
import type { FormerServerKey } from '#protocol/server-keys.ts';
import { MOST_FORMER_KEYS } from '#protocol/trust-list.ts';
import type { Db, Tx } from './db/transaction.ts';

export interface KeySuccession {
  /** The one that the server changed to; absent before the first change. A process that has not taken it up yet has another. */
  readonly present?: PublicKey;
  readonly next?: AnnouncedKey;
  /** Newest first. */
  readonly former: readonly FormerServerKey[];
}

export interface AnnouncedKey {
  readonly key: PublicKey;
  readonly announcedMs: number;
}

interface StoredSuccession {
  readonly present?: string;
  readonly next?: { readonly key: string; readonly announcedMs: number };
  readonly former: readonly { readonly key: string; readonly untilS: number }[];
}

/** Its row of `server_state`. */
export const SUCCESSION = 'key_succession';

export async function readSuccession(db: Db | Tx): Promise<KeySuccession> {
  const row = await db
    .selectFrom('server_state')
    .select('value')
    .where('name', '=', SUCCESSION)
    .executeTakeFirst();
  return successionFrom(row?.value);
}

/** What the row says, if there is one. */
export function successionFrom(value: string | undefined): KeySuccession {
  if (value === undefined) return { former: [] };
  const { present, next, former } = JSON.parse(value) as StoredSuccession;
  return {
    ...(present === undefined ? {} : { present: bytesFromHex(present)! }),
    ...(next === undefined ? {} : { next: { ...next, key: bytesFromHex(next.key)! } }),
    former: former.map(({ key, untilS }) => ({ key: bytesFromHex(key)!, untilS })),
  };
}

export async function writeSuccession(tx: Tx, { present, next, former }: KeySuccession): Promise<void> {
  const stored: StoredSuccession = {
    ...(present === undefined ? {} : { present: hexFromBytes(present) }),
    ...(next === undefined ? {} : { next: { ...next, key: hexFromBytes(next.key) } }),
    former: former.slice(0, MOST_FORMER_KEYS).map(({ key, untilS }) => ({ key: hexFromBytes(key), untilS })),
  };
  const value = JSON.stringify(stored);
  await tx
    .insertInto('server_state')
    .values({ name: SUCCESSION, value })
    .onConflict((on) => on.column('name').doUpdateSet({ value }))
    .execute();
}

/** What a process that signs with `own` says about the other keys. */
export function saidBy(
  own: PublicKey,
  { present, next, former }: KeySuccession,
): Pick<TrustList, 'nextServerKey' | 'formerServerKeys'> {
  const others = former.filter(({ key }) => !equalBytes(key, own));
  // Still with the old key: its last words name the new one, or devices would forget what they were told.
  const following = present === undefined || equalBytes(present, own) ? next?.key : present;
  return {
    ...(following === undefined ? {} : { nextServerKey: following }),
    ...(others.length === 0 ? {} : { formerServerKeys: others }),
  };
}
