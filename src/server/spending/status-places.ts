// Places in the one status list: a random one per certificate and voucher, so that the list says nothing about whom it is
// about.
import { sql } from 'kysely';
import { assert } from '#base/assert.ts';
import type { Random } from '#base/ports.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

/** 2^20 places are 128 kB, or a few hundred bytes deflated while little is revoked. */
export const STATUS_PLACES = 1 << 20;
const MOST_TRIES = 64;

export interface StatusSubject {
  readonly kind: 'device' | 'voucher';
  /** Device id, or `voucher id/device id`. */
  readonly subject: string;
}

/** The place of a subject, given once and kept for ever. */
export async function statusPlaceOf(tx: Tx, random: Random, subject: StatusSubject): Promise<number> {
  return (await statusPlacesOf(tx, random, [subject])).get(subject.subject)!;
}

/** The same for several at once, by subject. */
export async function statusPlacesOf(
  tx: Tx,
  random: Random,
  subjects: readonly StatusSubject[],
): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>();
  let missing = subjects;
  const keep = (found: readonly Place[]): void => {
    for (const { subject, place } of found) places.set(subject, place);
    missing = missing.filter(({ subject }) => !places.has(subject));
  };
  for (let tries = 0; tries < MOST_TRIES && missing.length > 0; tries++) {
    keep(await readPlaces(tx, missing));
    // Whoever has none yet draws one; who meets another's place, or was given one meanwhile, comes round again.
    if (missing.length > 0) keep(await drawPlaces(tx, random, missing));
  }
  assert(missing.length === 0, 'the status list has room');
  return places;
}

interface Place {
  readonly subject: string;
  readonly place: number;
}

async function readPlaces(tx: Tx, subjects: readonly StatusSubject[]): Promise<readonly Place[]> {
  const { rows } = await sql<Place>`
    SELECT s.subject, s.place FROM status_entry s
    JOIN unnest(${subjects.map(({ kind }) => kind)}::text[], ${subjects.map(({ subject }) => subject)}::text[])
      AS k(kind, subject) ON s.kind = k.kind AND s.subject = k.subject`.execute(tx);
  return rows;
}

/** In the order of the places, so that two pushes never wait for each other in a circle. Those that were free. */
async function drawPlaces(
  tx: Tx,
  random: Random,
  subjects: readonly StatusSubject[],
): Promise<readonly Place[]> {
  const drawn = subjects
    .map((each) => ({ ...each, place: drawPlace(random) }))
    .toSorted((a, b) => a.place - b.place);
  const { rows } = await sql<Place>`
    INSERT INTO status_entry (place, kind, subject)
    SELECT * FROM unnest(
      ${drawn.map(({ place }) => place)}::int[],
      ${drawn.map(({ kind }) => kind)}::text[],
      ${drawn.map(({ subject }) => subject)}::text[])
    ON CONFLICT DO NOTHING
    RETURNING subject, place`.execute(tx);
  return rows;
}

function drawPlace(random: Random): number {
  const [a, b, c] = random.bytes(3);
  return ((a! << 16) | (b! << 8) | c!) % STATUS_PLACES;
}

/** A voucher whose use was taken back is good again: its marks go, unless the operator has withdrawn it. */
export async function restoreVoucher(tx: Tx, voucherId: string): Promise<void> {
  await sql`
    UPDATE status_entry SET revoked_at = NULL
    WHERE kind = 'voucher' AND (subject = ${voucherId} OR subject LIKE ${`${voucherId}/%`})
      AND withdrawn_at IS NULL`.execute(tx);
}

/** Marks every credential of a voucher for good; `false` when it was withdrawn before. */
export async function withdrawVoucher(tx: Tx, voucherId: string, nowMs: number): Promise<boolean> {
  const { rows } = await sql`
    UPDATE status_entry SET withdrawn_at = ${nowMs}, revoked_at = coalesce(revoked_at, ${nowMs}::bigint)
    WHERE kind = 'voucher' AND subject LIKE ${`${voucherId}/%`} AND withdrawn_at IS NULL
    RETURNING place`.execute(tx);
  return rows.length > 0;
}

/** Which of these vouchers are withdrawn: no phone gets one anew, a recovered member's neither. */
export async function withdrawnAmong(tx: Tx, voucherIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (voucherIds.length === 0) return new Set();
  const { rows } = await sql<{ readonly voucher: string }>`
    SELECT DISTINCT split_part(subject, '/', 1) AS voucher FROM status_entry
    WHERE kind = 'voucher' AND withdrawn_at IS NOT NULL
      AND split_part(subject, '/', 1) = ANY(${[...voucherIds]}::text[])`.execute(tx);
  return new Set(rows.map(({ voucher }) => voucher));
}

/** Marks subjects whose name is `prefix` or begins with `prefix/`; the first time counts. */
export async function revokeStatus(
  db: Db | Tx,
  {
    kind,
    prefix,
    nowMs,
  }: { readonly kind: StatusSubject['kind']; readonly prefix: string; readonly nowMs: number },
): Promise<void> {
  await sql`
    UPDATE status_entry SET revoked_at = ${nowMs}
    WHERE kind = ${kind} AND (subject = ${prefix} OR subject LIKE ${`${prefix}/%`}) AND revoked_at IS NULL`.execute(
    db,
  );
}
