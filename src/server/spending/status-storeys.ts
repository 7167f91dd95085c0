// Which places of the status lists a bucket may give away. A place is the `statusIndex` of a certificate or a voucher; the lists
// follow each other, and grow by storeys. In storey s, bucket b owns the 1,024 places from s * 2^20 + b * 1,024 on: whether
// one is free is a matter of that bucket alone. A place thus shows ten bits of a hash of the member's random id, and no more:
// within its part it is random, so it does not tell who came after whom.
import { BUCKETS } from '#server/db/bucket.ts';
import { LIST_PLACES } from '#protocol/status-list.ts';

/** What one bucket owns of a storey. */
export const PART_PLACES = 1_024;
export const STOREY_PLACES = BUCKETS * PART_PLACES;
/** Of a list. The last one stays empty: bits that do not deflate would make it longer than the MiB that clients take. */
const LIST_STOREYS = LIST_PLACES / STOREY_PLACES - 1;
export const SIGNED_PLACES = LIST_STOREYS * STOREY_PLACES;
/** All in one answer, which clients read up to 8 MiB of text. */
export const MOST_LISTS = 6;
/** Below it are the places that were drawn before buckets owned any: anywhere, by whichever server is still of that time. */
const FIRST_STOREY = 1;
/** A list is filled by halves before it is filled up, so that a draw hits a free place soon; then there is another list. */
const FILLS = [PART_PLACES / 2, (PART_PLACES * 7) / 8];

/** The lowest storey where a bucket has room, by how many places it has taken in each; `undefined`: it is full. */
export function storeyToFill(taken: ReadonlyMap<number, number>): number | undefined {
  for (let list = 0; list < MOST_LISTS; list++)
    for (const fill of FILLS)
      for (const storey of storeysOf(list)) if ((taken.get(storey) ?? 0) < fill) return storey;
  return undefined;
}

function storeysOf(list: number): readonly number[] {
  const storeys = Array.from({ length: LIST_STOREYS }, (_, index) => firstStoreyOf(list) + index);
  return storeys.filter((storey) => storey >= FIRST_STOREY);
}

function firstStoreyOf(list: number): number {
  return (list * LIST_PLACES) / STOREY_PLACES;
}

/** `offset`: below `PART_PLACES`. */
export function placeIn(storey: number, bucket: number, offset: number): number {
  return storey * STOREY_PLACES + bucket * PART_PLACES + offset;
}

/** From this place on a list is in its second half: then devices get the next one too, before anything is in it. */
export function secondHalfOf(list: number): number {
  return (firstStoreyOf(list) + Math.ceil(LIST_STOREYS / 2)) * STOREY_PLACES;
}
