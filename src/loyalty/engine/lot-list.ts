// Many lots in little room: four numbers each in one flat list, in the order in which they are spent: soonest end first, then
// older. Lots that are spent or over keep their place, because a refund may still ask for them.
import type { LotList, LotRecord } from './state.ts';
import { noteTail, type Undo, insertRun } from './undo.ts';

/** Numbers of one lot, and which of them is what. A place in the list is the index of a lot's first number. */
export const LOT = 4;
export const QTY = 1;
export const FROM = 2;
export const UNTIL = 3;

type Ordered = Pick<LotRecord, 'id' | 'fromMs' | 'untilMs'>;

/** The first place at or after another whose lot holds something; the length when there is none. */
export function nextHeld(lots: LotList, from: number): number {
  let at = from;
  while (at < lots.length && lots[at + QTY]! <= 0) at += LOT;
  return Math.min(at, lots.length);
}

export function headUntilMs(lots: LotList, head: number): number {
  return head < lots.length ? lots[head + UNTIL]! : Infinity;
}

/** Where a lot belongs; almost always at the end. */
export function placeToInsert(lots: LotList, lot: Ordered): number {
  let at = lots.length;
  while (at > 0 && comesBefore(lot, lots, at - LOT)) at -= LOT;
  return at;
}

export function insertLot(undo: Undo, lots: LotList, at: number, lot: LotRecord): void {
  const { id, qty, fromMs, untilMs } = lot;
  if (at < lots.length) {
    insertRun(undo, lots, at, [id, qty, fromMs, untilMs]);
    return;
  }
  noteTail(undo, lots);
  lots.push(id, qty, fromMs, untilMs);
}

/** Place of the lot with an id, -1 when there is none. Ids mostly ascend; where they do not, every lot is looked at. */
export function placeOfLot(lots: LotList, id: number): number {
  let low = 0;
  let high = lots.length / LOT;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lots[middle * LOT]! < id) low = middle + 1;
    else high = middle;
  }
  if (lots[low * LOT] === id) return low * LOT;
  for (let at = lots.length - LOT; at >= 0; at -= LOT) if (lots[at] === id) return at;
  return -1;
}

function comesBefore({ id, fromMs, untilMs }: Ordered, lots: LotList, at: number): boolean {
  if (untilMs !== lots[at + UNTIL]) return untilMs < lots[at + UNTIL]!;
  return fromMs === lots[at + FROM] ? id < lots[at]! : fromMs < lots[at + FROM]!;
}
