// Which number an id has: a hash table of open addressing over plain integers. For a million ids it takes a third of the room
// of a Map, is copied and stored as it is, and costs less to fill.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';

export interface IdIndex {
  /** The number of an event plus one, 0 when free; at least half of the slots are free, and their count is a power of two. */
  slots: Int32Array;
  /** Of the id of every event, by its number. */
  readonly hashes: number[];
}

export function newIdIndex(): IdIndex {
  return { slots: new Int32Array(64), hashes: [] };
}

/** Where the id is, or the free slot where it belongs; `hash` is `hashOf` the id. */
export function slotOf(
  { slots, hashes }: IdIndex,
  events: readonly LoyaltyEvent[],
  id: string,
  hash: number,
): number {
  const mask = slots.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const number = slots[slot]! - 1;
    if (number === -1 || (hashes[number] === hash && events[number]!.id === id)) return slot;
  }
}

/** The next event takes a slot; one that held another number gives it up. */
export function enter(index: IdIndex, slot: number, hash: number): void {
  const count = index.hashes.push(hash);
  index.slots[slot] = count;
  if (count * 2 > index.slots.length) index.slots = widened(index);
}

function widened({ slots, hashes }: IdIndex): Int32Array {
  const wide = new Int32Array(slots.length * 4);
  const mask = wide.length - 1;
  for (const number of slots) {
    if (number === 0) continue;
    let slot = hashes[number - 1]! & mask;
    while (wide[slot] !== 0) slot = (slot + 1) & mask;
    wide[slot] = number;
  }
  return wide;
}

const WHOLE = 24;
const PART = 8;

/** FNV-1a over the code units: of a long id, over its first, middle and last eight. */
export function hashOf(id: string): number {
  const { length } = id;
  let hash = 0x811c9dc5;
  if (length <= WHOLE) hash = hashPart(hash, id, 0, length);
  else {
    hash = hashPart(hash, id, 0, PART);
    hash = hashPart(hash, id, (length - PART) >> 1, PART);
    hash = hashPart(hash, id, length - PART, PART);
  }
  // Thirty bits: a small integer in every engine.
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

function hashPart(start: number, id: string, from: number, count: number): number {
  let hash = start;
  for (let i = from; i < from + count; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash;
}
