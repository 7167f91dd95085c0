import { type RawBuilder, sql } from 'kysely';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { LIST_PLACES, makeStatusList, packStatuses } from '#protocol/status-list.ts';
import { ALL_BUCKETS, BUCKETS } from '#server/db/bucket.ts';
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
/** No statement may take longer than any other: of a full list, millions of rows are counted in four and read in sixteen. */
const [FOURTHS, SIXTEENTHS] = [partsOf(4), partsOf(16)];
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
 * With millions of marks asking and signing takes seconds: a twentieth of the time goes into it at most. Devices ask every ten
 * minutes.
 */
const SHARE_OF_TIME = 20;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** What takes no longer is done for everybody who asks. */
const CHEAP_MS = 100;

/**
 * Signs the lists, each again only when something in it was revoked or an hour has begun. The tag names what they say, their hour
 * and their key, so that every process behind one address gives the same one: each has its own signatures.
 */
export function createStatusListMaker(deps: StatusListDeps): () => Promise<SignedStatusLists> {
  const { clock } = deps;
  let signed: readonly Signed[] = [];
  let last: SignedStatusLists = { lists: [], etag: '' };
  let restsUntilMs = -Infinity;
  let pending: Promise<SignedStatusLists> | undefined;

  async function renew(): Promise<SignedStatusLists> {
    const fromMs = clock.monotonicMs();
    signed = await signAnew(deps, signed);
    last = {
      lists: signed.map(({ bytes }) => bytes),
      etag: etagOf(signed.map(({ said }) => said).join(' ')),
    };
    const tookMs = clock.monotonicMs() - fromMs;
    const pauseMs = tookMs <= CHEAP_MS ? 0 : Math.min(LONGEST_PAUSE_MS, tookMs * SHARE_OF_TIME);
    restsUntilMs = fromMs + pauseMs;
    return last;
  }

  return () => {
    if (clock.monotonicMs() < restsUntilMs) return Promise.resolve(last);
    pending ??= renew().finally(() => (pending = undefined));
    return pending;
  };
}

async function signAnew(deps: StatusListDeps, before: readonly Signed[]): Promise<readonly Signed[]> {
  const { db, keys, clock, log } = deps;
  const hour = Math.floor(clock.nowMs() / RENEW_MS);
  const endsAfterMs = hour * RENEW_MS - MARKED_AFTER_END_MS;
  const count = await countLists(db);
  const signed: Signed[] = [];
  for (let number = 0; number < Math.min(count, MOST_LISTS); number++) {
    const marked = { number, endsAfterMs };
    const said = `${hexFromBytes(keys.server.publicKey)} ${hour} ${await summaryOf(db, marked)}`;
    const old = before[number];
    signed.push(old?.said === said ? old : { said, bytes: await sign(deps, marked) });
  }
  // The last list is half in use, and what room is left is in it alone.
  if (count > MOST_LISTS && signed.some((one, number) => one !== before[number]))
    log({ level: 'warning', event: 'status_lists_filling', lists: MOST_LISTS });
  return signed;
}

/** One more than there are once the last is half in use, so that every device has it before anything is in it. */
async function countLists(db: Db): Promise<number> {
  let lists = 1;
  while (lists <= MOST_LISTS && (await isInUse(db, secondHalfOf(lists - 1)))) lists += 1;
  return lists;
}

async function isInUse(db: Db, fromPlace: number): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM status_mark
    WHERE bucket = ANY(${ALL_BUCKETS}::smallint[]) AND place >= ${fromPlace} LIMIT 1`.execute(db);
  return rows.length > 0;
}

/** What is marked in one list. */
interface Marked {
  readonly number: number;
  readonly endsAfterMs: number;
}

/** How many marks, and the newest: one may go while another comes. */
async function summaryOf(db: Db, marked: Marked): Promise<string> {
  let count = 0;
  let newestMs = 0;
  for (const buckets of FOURTHS) {
    const { rows } = await sql<{ readonly count: number; readonly newest: number }>`
      SELECT count(*) AS count, coalesce(max(revoked_at), 0) AS newest
      FROM status_mark WHERE ${areIn(buckets, marked)}`.execute(db);
    count += rows[0]!.count;
    newestMs = Math.max(newestMs, rows[0]!.newest);
  }
  return `${count}/${newestMs}`;
}

async function sign({ db, keys, clock }: StatusListDeps, marked: Marked): Promise<Bytes> {
  const first = marked.number * LIST_PLACES;
  const set = new Map<number, number>();
  for (const buckets of SIXTEENTHS) {
    // A row for each place would cost several times as much.
    const { rows } = await sql<{ readonly places: string }>`
      SELECT string_agg(place::text, ' ') AS places
      FROM status_mark WHERE ${areIn(buckets, marked)} GROUP BY bucket`.execute(db);
    for (const { places } of rows) for (const place of places.split(' ')) set.set(Number(place) - first, 1);
  }
  const statuses = packStatuses(1, SIGNED_PLACES, set);
  const issuedAtS = Math.floor(clock.nowMs() / 1000);
  const list = { subject: `${SUBJECT}/${marked.number}`, issuedAtS, bits: 1, statuses } as const;
  return makeStatusList(list, keys.server);
}

function areIn(buckets: readonly number[], { number, endsAfterMs }: Marked): RawBuilder<boolean> {
  const first = number * LIST_PLACES;
  return sql`
    bucket = ANY(${buckets}::smallint[]) AND revoked_at IS NOT NULL AND ends_at >= ${endsAfterMs}
    AND place >= ${first} AND place < ${first + SIGNED_PLACES}`;
}

function partsOf(parts: number): readonly (readonly number[])[] {
  const size = BUCKETS / parts;
  return Array.from({ length: parts }, (_, part) => ALL_BUCKETS.slice(part * size, (part + 1) * size));
}
