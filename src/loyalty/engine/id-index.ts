// Which number an id has: a hash table of open addressing over plain integers. For a million ids it takes a third of the room
// of a Map, is copied and stored as it is, and costs less to fill.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';

/** Two integers per slot: the number of an event plus one (0: free), and the hash of its id. Half of the slots stay free. */
export type IdSlots = Int32Array;

export function newIdSlots(): IdSlots {
  return new Int32Array(128);
}

/** Where the id is, or the free slot where it belongs; `hash` is `hashOf` the id. */
export function slotOf(slots: IdSlots, events: readonly LoyaltyEvent[], id: string, hash: number): number {
  const mask = slots.length - 2;
  let slot = (hash << 1) & mask;
  while (slots[slot] !== 0) {
    if (slots[slot + 1] === hash && events[slots[slot]! - 1]!.id === id) return slot;
    slot = (slot + 2) & mask;
  }
  return slot;
}

/** The same table with four times the room. */
export function widened(slots: IdSlots): IdSlots {
  const wide = new Int32Array(slots.length * 4);
  const mask = wide.length - 2;
  for (let from = 0; from < slots.length; from += 2) {
    if (slots[from] === 0) continue;
    let slot = (slots[from + 1]! << 1) & mask;
    while (wide[slot] !== 0) slot = (slot + 2) & mask;
    wide[slot] = slots[from]!;
    wide[slot + 1] = slots[from + 1]!;
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
  return hash ^ (hash >>> 15);
}

function hashPart(start: number, id: string, from: number, count: number): number {
  let hash = start;
  for (let i = from; i < from + count; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash;
}
