import { sql } from 'kysely';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { LIST_PLACES, makeStatusList, packStatuses } from '#protocol/status-list.ts';
import { BUCKETS } from '#server/db/bucket.ts';
import type { Db } from '#server/db/transaction.ts';
import { etagOf } from '#server/http/etag.ts';
import type { KeyStore } from '#server/keys.ts';
import type { Log } from '#server/log.ts';
import { MOST_LISTS, secondHalfOf, SIGNED_PLACES } from './status-storeys.ts';

export interface SignedStatusLists {
  /** In the order of their numbers, from 0 on. */
  readonly lists: readonly Bytes[];
  /** Quoted, as HTTP wants it; of all together. */
  readonly etag: string;
}

/** Signed anew each hour even when nothing was revoked: its age tells how fresh a device's knowledge is. */
const RENEW_MS = 3_600_000;
const SUBJECT = 'https://tessera.invalid/status';
const ALL_BUCKETS = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
const LIST_BITS = Math.log2(LIST_PLACES);
const DAY_MS = 86_400_000;
/**
 * What has ended stays on the list for as long as a till may serve without the server and a device may bring what it has not
 * sent. Tills refuse it by its own date anyhow.
 */
export const MARKED_AFTER_END_MS = (3 + 35) * DAY_MS;

interface StatusListDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly log: Log;
}

interface Signed {
  readonly said: string;
  readonly bytes: Bytes;
}

/**
 * Signs the lists, each again only when something in it was revoked or an hour has begun. The tag names what they say, their hour
 * and their key, so that every process behind one address gives the same one: each has its own signatures.
 */
export function createStatusListMaker(deps: StatusListDeps): () => Promise<SignedStatusLists> {
  const { db, keys, clock } = deps;
  let last: SignedStatusLists | undefined;
  let signed: readonly Signed[] = [];

  return async () => {
    const hour = Math.floor(clock.nowMs() / RENEW_MS);
    const since = { endsAfterMs: hour * RENEW_MS - MARKED_AFTER_END_MS };
    const marks = await countMarks(db, since);
    const said = `${hexFromBytes(keys.server.publicKey)} ${hour}`;
    const etag = etagOf(`${said} ${[...marks].join(' ')}`);
    if (last?.etag === etag) return last;
    const lists: Signed[] = [];
    const count = await countLists(deps);
    for (let number = 0; number < count; number++) {
      const own = `${said} ${marks.get(number) ?? ''}`;
      const before = signed[number];
      lists.push(before?.said === own ? before : await sign(deps, { number, said: own, ...since }));
    }
    signed = lists;
    last = { etag, lists: lists.map(({ bytes }) => bytes) };
    return last;
  };
}

interface Since {
  readonly endsAfterMs: number;
}

/** By list: how many marks, and the newest; one may go while another comes. */
async function countMarks(db: Db, { endsAfterMs }: Since): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ readonly list: number; readonly count: number; readonly newest: number }>`
    SELECT place >> ${LIST_BITS}::int AS list, count(*) AS count, max(revoked_at) AS newest FROM status_mark
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND revoked_at IS NOT NULL AND ends_at >= ${endsAfterMs}
    GROUP BY 1 ORDER BY 1`.execute(db);
  return new Map(rows.map(({ list, count, newest }) => [list, `${count}/${newest}`]));
}

/** One more than there are once the last is half in use, so that every device has it before anything is in it. */
async function countLists({ db, log }: StatusListDeps): Promise<number> {
  let lists = 1;
  while (lists <= MOST_LISTS && (await isInUse(db, secondHalfOf(lists - 1)))) lists += 1;
  // The last list is half in use: what room is left is in it alone.
  if (lists > MOST_LISTS) log({ level: 'warning', event: 'status_lists_filling', lists: MOST_LISTS });
  return Math.min(lists, MOST_LISTS);
}

async function isInUse(db: Db, fromPlace: number): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM status_mark
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND place >= ${fromPlace} LIMIT 1`.execute(db);
  return rows.length > 0;
}

async function sign(
  { db, keys, clock }: StatusListDeps,
  { number, said, endsAfterMs }: Since & { readonly number: number; readonly said: string },
): Promise<Signed> {
  const first = number * LIST_PLACES;
  const { rows } = await sql<{ readonly place: number }>`
    SELECT place FROM status_mark
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND revoked_at IS NOT NULL AND ends_at >= ${endsAfterMs}
      AND place >= ${first} AND place < ${first + SIGNED_PLACES}`.execute(db);
  const statuses = packStatuses(1, SIGNED_PLACES, new Map(rows.map(({ place }) => [place - first, 1])));
  const issuedAtS = Math.floor(clock.nowMs() / 1000);
  const list = { subject: `${SUBJECT}/${number}`, issuedAtS, bits: 1, statuses } as const;
  return { said, bytes: await makeStatusList(list, keys.server) };
}
