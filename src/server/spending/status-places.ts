// Places in the status lists: one for each device's certificates and one for each form of a voucher. What a place tells, and
// whose it is to give, is in `status-storeys.ts`.
import { sql } from 'kysely';
import type { Random } from '#base/ports.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { voucherBucket } from '#server/push/effect.ts';
import { PART_PLACES, placeIn, STOREY_PLACES, storeyToFill } from './status-storeys.ts';

/** Of a bucket that has room even the last tries hit a free place one time in eight. */
const MOST_TRIES = 64;

export interface StatusSubject {
  readonly bucket: number;
  readonly kind: 'device' | 'voucher';
  /** Id of the device or the voucher. */
  readonly subject: string;
  /** Of a voucher: the device that has this form of it. */
  readonly holder: string;
  /** When what it is drawn for can be shown no more. */
  readonly endsAtMs: number;
  /** On the list from the first moment. */
  readonly revokedAtMs: number | null;
}

/** Thrown: whatever the transaction has done must not stay. The app answers it with a refusal, as of a server too busy. */
export class StatusListsFull extends Error {
  override readonly name = 'StatusListsFull';
}

/** In its member's bucket: nobody can choose that, and whoever stops a device works there. */
export function deviceSubject(of: {
  readonly device: string;
  readonly member: string;
  readonly endsAtMs: number;
  readonly frozenAtMs: number | null;
}): StatusSubject {
  const { device: subject, member, endsAtMs, frozenAtMs } = of;
  return {
    bucket: bucketOf(member),
    kind: 'device',
    subject,
    holder: '',
    endsAtMs,
    revokedAtMs: frozenAtMs,
  };
}

export function voucherSubject(voucher: string, holder: string, endsAtMs: number): StatusSubject {
  const bucket = voucherBucket(voucher);
  return { bucket, kind: 'voucher', subject: voucher, holder, endsAtMs, revokedAtMs: null };
}

/** The place of a subject, the same one for as long as it is renewed. Throws `StatusListsFull`. */
export async function statusPlaceOf(tx: Tx, random: Random, subject: StatusSubject): Promise<number> {
  const [place] = await statusPlacesOf(tx, random, [subject]);
  if (place === undefined) throw new StatusListsFull();
  return place;
}

/**
 * The same for several at once, in their order; `undefined` for whom there is no room. Under the lock of their members, or one
 * of them could get two places, which is no harm but waste.
 */
export async function statusPlacesOf(
  tx: Tx,
  random: Random,
  subjects: readonly StatusSubject[],
): Promise<readonly (number | undefined)[]> {
  const places = new Map<string, number>();
  const keep = (found: readonly Place[]): void => {
    for (const { subject, holder, place } of found) places.set(nameOf({ subject, holder }), place);
  };
  const missing = () => subjects.filter((subject) => !places.has(nameOf(subject)));
  if (subjects.length > 0) keep(await renewPlaces(tx, subjects));
  // Whoever meets another's place comes round again, and finds more of them counted.
  for (let tries = 0; tries < MOST_TRIES && missing().length > 0; tries++) {
    const drawn = drawPlaces(random, missing(), await takenPlaces(tx, missing()));
    if (drawn.length === 0) break;
    keep(await storePlaces(tx, drawn));
  }
  return subjects.map((subject) => places.get(nameOf(subject)));
}

interface Place {
  readonly subject: string;
  readonly holder: string;
  readonly place: number;
}

function nameOf({ subject, holder }: Pick<StatusSubject, 'subject' | 'holder'>): string {
  return `${subject}/${holder}`;
}

/** Finds those that are given, and remembers until when they are needed now. */
async function renewPlaces(tx: Tx, subjects: readonly StatusSubject[]): Promise<readonly Place[]> {
  const { rows } = await sql<Place>`
    UPDATE status_mark AS m SET ends_at = greatest(m.ends_at, k.ends_at)
    FROM unnest(
      ${subjects.map(({ bucket }) => bucket)}::smallint[],
      ${subjects.map(({ kind }) => kind)}::text[],
      ${subjects.map(({ subject }) => subject)}::text[],
      ${subjects.map(({ holder }) => holder)}::text[],
      ${subjects.map(({ endsAtMs }) => endsAtMs)}::bigint[]) AS k(bucket, kind, subject, holder, ends_at)
    WHERE m.bucket = k.bucket AND m.subject = k.subject AND m.kind = k.kind AND m.holder = k.holder
    RETURNING m.subject, m.holder, m.place`.execute(tx);
  return rows;
}

type Taken = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** By bucket and storey. */
async function takenPlaces(tx: Tx, subjects: readonly StatusSubject[]): Promise<Taken> {
  const buckets = [...new Set(subjects.map(({ bucket }) => bucket))];
  const { rows } = await sql<{ readonly bucket: number; readonly storey: number; readonly count: number }>`
    SELECT bucket, place >> ${STOREY_BITS}::int AS storey, count(*) AS count FROM status_mark
    WHERE bucket = ANY(${buckets}::smallint[]) GROUP BY 1, 2`.execute(tx);
  const taken = new Map<number, Map<number, number>>();
  for (const { bucket, storey, count } of rows)
    taken.set(bucket, (taken.get(bucket) ?? new Map<number, number>()).set(storey, count));
  return taken;
}

const STOREY_BITS = Math.log2(STOREY_PLACES);

type Drawn = StatusSubject & { readonly place: number };

/** In the order of the places, so that two transactions never wait for each other in a circle. */
function drawPlaces(random: Random, subjects: readonly StatusSubject[], taken: Taken): readonly Drawn[] {
  return subjects
    .flatMap((each) => {
      const storey = storeyToFill(taken.get(each.bucket) ?? new Map<number, number>());
      if (storey === undefined) return [];
      const [high, low] = random.bytes(2);
      return [{ ...each, place: placeIn(storey, each.bucket, ((high! << 8) | low!) % PART_PLACES) }];
    })
    .toSorted((a, b) => a.bucket - b.bucket || a.place - b.place);
}

/** Those that were free. */
async function storePlaces(tx: Tx, drawn: readonly Drawn[]): Promise<readonly Place[]> {
  const { rows } = await sql<Place>`
    INSERT INTO status_mark (bucket, place, kind, subject, holder, ends_at, revoked_at)
    SELECT * FROM unnest(
      ${drawn.map(({ bucket }) => bucket)}::smallint[],
      ${drawn.map(({ place }) => place)}::int[],
      ${drawn.map(({ kind }) => kind)}::text[],
      ${drawn.map(({ subject }) => subject)}::text[],
      ${drawn.map(({ holder }) => holder)}::text[],
      ${drawn.map(({ endsAtMs }) => endsAtMs)}::bigint[],
      ${drawn.map(({ revokedAtMs }) => revokedAtMs)}::bigint[])
    ON CONFLICT DO NOTHING
    RETURNING subject, holder, place`.execute(tx);
  return rows;
}
