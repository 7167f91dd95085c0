// Balances in lots (README.md, "Lots"): spent soonest end first, reversed out of their own lot first, with debt for what is
// missing.
import { add } from './rational.ts';
import type { LotList, LotRecord, Purse, Take } from './state.ts';
import { headUntilMs, insertLot, LOT, nextHeld, placeOfLot, placeToInsert, QTY, UNTIL } from './lot-list.ts';
import { insertAt, removeAt, setField, type Undo } from './undo.ts';

/** Negative while a reversal or an acknowledged payment is not made good. */
export function balanceOf(purse: Purse | undefined): number {
  return purse === undefined ? 0 : purse.total - purse.debt;
}

/** Puts a quantity into a new lot after paying debt; the id of the lot, or `undefined` when debt took all of it. */
export function credit(undo: Undo, purse: Purse, lot: LotRecord): number | undefined {
  const paid = Math.min(purse.debt, lot.qty);
  if (paid > 0) setField(undo, purse, 'debt', purse.debt - paid);
  const qty = lot.qty - paid;
  if (qty === 0) return undefined;
  const at = placeToInsert(purse.lots, lot);
  insertLot(undo, purse.lots, at, { ...lot, qty });
  if (at < purse.head) setField(undo, purse, 'head', at);
  setField(undo, purse, 'total', add(purse.total, qty));
  return lot.id;
}

/** Takes a quantity, soonest end first; what the lots do not hold becomes debt (the caller decides whether that may be). */
export function takeOut(undo: Undo, purse: Purse, qty: number): Take[] {
  const takes: Take[] = [];
  const { lots } = purse;
  let left = qty;
  while (left > 0 && purse.head < lots.length) {
    const part = Math.min(left, lots[purse.head + QTY]!);
    takes.push({ lot: lots[purse.head]!, qty: part });
    shrink(undo, purse, purse.head, part);
    left -= part;
  }
  if (left > 0) {
    setField(undo, purse, 'debt', add(purse.debt, left));
    takes.push({ lot: undefined, qty: left });
  }
  return takes;
}

/** A reversal: first out of the lot that the credit made, then like any other spending. */
export function takeBack(undo: Undo, purse: Purse, qty: number, ownLot: number | undefined): void {
  const waiting = purse.pending.findIndex((candidate) => candidate.lot.id === ownLot);
  if (waiting !== -1) {
    takeBackPending(undo, purse, qty, waiting);
    return;
  }
  const at = ownLot === undefined ? -1 : placeOfLot(purse.lots, ownLot);
  const own = at === -1 ? 0 : Math.min(qty, Math.max(0, purse.lots[at + QTY]!));
  if (own > 0) shrink(undo, purse, at, own);
  if (qty > own) takeOut(undo, purse, qty - own);
}

function takeBackPending(undo: Undo, purse: Purse, qty: number, position: number): void {
  const { lot } = purse.pending[position]!;
  const own = Math.min(qty, lot.qty);
  setField(undo, lot, 'qty', lot.qty - own);
  if (lot.qty === 0) removeAt(undo, purse.pending, position);
  if (qty > own) takeOut(undo, purse, qty - own);
}

/** Keeps a lot apart until it may be used. */
export function hold(undo: Undo, purse: Purse, lot: LotRecord, usableMs: number): void {
  let at = purse.pending.length;
  while (at > 0 && usableMs < purse.pending[at - 1]!.usableMs) at--;
  insertAt(undo, purse.pending, at, { lot, usableMs });
}

/**
 * Gives `qty` of a payment back to the lots it came from, last taken first. What belongs to a lot that has ended lapses.
 * Returns how much came back; `spare` holds what had become debt that was paid since.
 */
export function giveBack(
  undo: Undo,
  purse: Purse,
  { takes, qty, atMs }: { readonly takes: readonly Take[]; readonly qty: number; readonly atMs: number },
): { returned: number; spare: number } {
  let left = qty;
  let returned = 0;
  let spare = 0;
  for (let i = takes.length - 1; i >= 0 && left > 0; i--) {
    const take = takes[i]!;
    const part = Math.min(left, take.qty);
    setField(undo, take, 'qty', take.qty - part);
    left -= part;
    if (take.lot === undefined) {
      const forgiven = Math.min(part, purse.debt);
      setField(undo, purse, 'debt', purse.debt - forgiven);
      spare += part - forgiven;
      returned += part;
    } else if (refill(undo, purse, { id: take.lot, qty: part, atMs })) returned += part;
  }
  settleDebt(undo, purse);
  return { returned, spare };
}

/** Debt and lots never stand side by side. */
export function settleDebt(undo: Undo, purse: Purse): void {
  while (purse.debt > 0 && purse.head < purse.lots.length) {
    const part = Math.min(purse.debt, purse.lots[purse.head + QTY]!);
    setField(undo, purse, 'debt', purse.debt - part);
    shrink(undo, purse, purse.head, part);
  }
}

/** Whether the lot holds everything that was put into it. */
export function untouched(purse: Purse, lot: number, qty: number): boolean {
  const at = placeOfLot(purse.lots, lot);
  if (at !== -1) return purse.lots[at + QTY] === qty;
  return purse.pending.some((waiting) => waiting.lot.id === lot && waiting.lot.qty === qty);
}

/** The soonest lot is over: what it held lapses, and no refund fills it again. Returns how much that was. */
export function endHead(undo: Undo, purse: Purse): number {
  const qty = purse.lots[purse.head + QTY]!;
  setField(undo, purse.lots, purse.head + QTY, LAPSED);
  setField(undo, purse, 'total', purse.total - qty);
  moveHead(undo, purse);
  return qty;
}

/** A quantity of a lot that ended with something in it; one that was spent holds 0. */
export const LAPSED = -1;

/** When the soonest lot ends; Infinity when none does. */
export function soonestEndMs({ lots, head }: Purse): number {
  return headUntilMs(lots, head);
}

/** The sum of what ends at an instant, when that is the soonest end. */
export function endingAt({ lots, head }: Purse, endMs: number): number {
  let sum = 0;
  for (let at = head; at < lots.length && lots[at + UNTIL] === endMs; at += LOT)
    sum += Math.max(0, lots[at + QTY]!);
  return sum;
}

function refill(
  undo: Undo,
  purse: Purse,
  { id, qty, atMs }: { readonly id: number; readonly qty: number; readonly atMs: number },
): boolean {
  const { lots } = purse;
  const at = placeOfLot(lots, id);
  if (at === -1 || lots[at + QTY] === LAPSED || lots[at + UNTIL]! <= atMs) return false;
  setField(undo, lots, at + QTY, lots[at + QTY]! + qty);
  if (at < purse.head) setField(undo, purse, 'head', at);
  setField(undo, purse, 'total', add(purse.total, qty));
  return true;
}

function shrink(undo: Undo, purse: Purse, at: number, qty: number): void {
  const { lots } = purse;
  setField(undo, lots, at + QTY, lots[at + QTY]! - qty);
  setField(undo, purse, 'total', purse.total - qty);
  if (lots[at + QTY] === 0 && at === purse.head) moveHead(undo, purse);
}

function moveHead(undo: Undo, purse: Purse): void {
  setField(undo, purse, 'head', nextHeld(purse.lots, purse.head + LOT));
}

/** The lots of two purses as one list. */
export function mergeLots(undo: Undo, into: Purse, from: Purse): void {
  const merged: LotList = into.lots.slice();
  for (let at = 0; at < from.lots.length; at += LOT) {
    const [id, qty, fromMs, untilMs] = from.lots.slice(at, at + LOT) as [number, number, number, number];
    merged.splice(placeToInsert(merged, { id, fromMs, untilMs }), 0, id, qty, fromMs, untilMs);
  }
  setField(undo, into, 'lots', merged);
  setField(undo, into, 'head', nextHeld(merged, 0));
  setField(undo, into, 'total', add(into.total, from.total));
}
