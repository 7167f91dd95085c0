// Balances in lots (section 3.8): spent soonest end first, reversed out of their own lot first, with debt for what is missing.
import { firstWhere } from './in-time.ts';
import { add } from './rational.ts';
import type { LotRecord, Purse, Take } from './state.ts';
import { deleteIn, insertAt, removeAt, setField, setIn, type Undo } from './undo.ts';

/** Negative while a reversal or an acknowledged payment is not made good. */
export function balanceOf(purse: Purse | undefined): number {
  return purse === undefined ? 0 : purse.total - purse.debt;
}

/** Puts a quantity into a new lot after paying debt; the id of the lot, or `undefined` when debt took all of it. */
export function credit(undo: Undo, purse: Purse, lot: LotRecord): number | undefined {
  const paid = Math.min(purse.debt, lot.qty);
  if (paid > 0) {
    setField(undo, purse, 'debt', purse.debt - paid);
    setField(undo, lot, 'qty', lot.qty - paid);
  }
  if (lot.qty === 0) return undefined;
  insert(undo, purse, lot);
  return lot.id;
}

/** Takes a quantity, soonest end first; what the lots do not hold becomes debt (the caller decides whether that may be). */
export function takeOut(undo: Undo, purse: Purse, qty: number): Take[] {
  const takes: Take[] = [];
  let left = qty;
  while (left > 0 && purse.lots.length > 0) {
    const lot = purse.lots[0]!;
    const part = Math.min(left, lot.qty);
    shrink(undo, purse, lot, part);
    takes.push({ lot: lot.id, qty: part });
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
  // What is refunded is mostly young, and so is its lot.
  const lot = purse.lots.findLast((candidate) => candidate.id === ownLot);
  const own = lot === undefined ? 0 : Math.min(qty, lot.qty);
  if (lot !== undefined && own > 0) shrink(undo, purse, lot, own);
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
  while (purse.debt > 0 && purse.lots.length > 0) {
    const lot = purse.lots[0]!;
    const part = Math.min(purse.debt, lot.qty);
    setField(undo, purse, 'debt', purse.debt - part);
    shrink(undo, purse, lot, part);
  }
}

/** Whether the lot holds everything that was put into it. */
export function untouched(purse: Purse, lot: number, qty: number): boolean {
  const whole = (candidate: LotRecord) => candidate.id === lot && candidate.qty === qty;
  return purse.lots.some(whole) || purse.pending.some((waiting) => whole(waiting.lot));
}

export function insert(undo: Undo, purse: Purse, lot: LotRecord): void {
  let at = purse.lots.length;
  while (at > 0 && comesBefore(lot, purse.lots[at - 1]!)) at--;
  insertAt(undo, purse.lots, at, lot);
  setField(undo, purse, 'total', add(purse.total, lot.qty));
}

function refill(
  undo: Undo,
  purse: Purse,
  { id, qty, atMs }: { readonly id: number; readonly qty: number; readonly atMs: number },
): boolean {
  const emptied = purse.emptied.get(id);
  const lot = emptied ?? purse.lots.find((candidate) => candidate.id === id);
  if (lot === undefined || (lot.untilMs !== undefined && lot.untilMs <= atMs)) return false;
  setField(undo, lot, 'qty', lot.qty + qty);
  if (emptied === undefined) setField(undo, purse, 'total', add(purse.total, qty));
  else {
    deleteIn(undo, purse.emptied, id);
    insert(undo, purse, lot);
  }
  return true;
}

function shrink(undo: Undo, purse: Purse, lot: LotRecord, qty: number): void {
  setField(undo, lot, 'qty', lot.qty - qty);
  setField(undo, purse, 'total', purse.total - qty);
  if (lot.qty > 0) return;
  removeAt(
    undo,
    purse.lots,
    firstWhere(purse.lots, (other) => !comesBefore(other, lot)),
  );
  setIn(undo, purse.emptied, lot.id, lot);
}

function comesBefore(a: LotRecord, b: LotRecord): boolean {
  const endA = a.untilMs ?? Infinity;
  const endB = b.untilMs ?? Infinity;
  if (endA !== endB) return endA < endB;
  return a.fromMs !== b.fromMs ? a.fromMs < b.fromMs : a.id < b.id;
}
