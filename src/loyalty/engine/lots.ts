// Balances in lots (section 3.8): spent soonest end first, reversed out of their own lot first, with debt for what is missing.
import { add } from './rational.ts';
import type { LotRecord, Purse, Take } from './state.ts';

/** Negative while a reversal or an acknowledged payment is not made good. */
export function balanceOf(purse: Purse | undefined): number {
  return purse === undefined ? 0 : purse.total - purse.debt;
}

/** Puts a quantity into a new lot after paying debt; the id of the lot, or `undefined` when debt took all of it. */
export function credit(purse: Purse, lot: LotRecord): number | undefined {
  const paid = Math.min(purse.debt, lot.qty);
  purse.debt -= paid;
  lot.qty -= paid;
  if (lot.qty === 0) return undefined;
  insert(purse, lot);
  return lot.id;
}

/** Takes a quantity, soonest end first; what the lots do not hold becomes debt (the caller decides whether that may be). */
export function takeOut(purse: Purse, qty: number): Take[] {
  const takes: Take[] = [];
  let left = qty;
  while (left > 0 && purse.lots.length > 0) {
    const lot = purse.lots[0]!;
    const part = Math.min(left, lot.qty);
    shrink(purse, lot, part);
    takes.push({ lot: lot.id, qty: part });
    left -= part;
  }
  if (left > 0) {
    purse.debt = add(purse.debt, left);
    takes.push({ lot: undefined, qty: left });
  }
  return takes;
}

/** A reversal: first out of the lot that the credit made, then like any other spending. */
export function takeBack(purse: Purse, qty: number, ownLot: number | undefined): void {
  const waiting = purse.pending.findIndex((candidate) => candidate.lot.id === ownLot);
  if (waiting !== -1) {
    takeBackPending(purse, qty, waiting);
    return;
  }
  const lot = purse.lots.find((candidate) => candidate.id === ownLot);
  const own = lot === undefined ? 0 : Math.min(qty, lot.qty);
  if (lot !== undefined && own > 0) shrink(purse, lot, own);
  if (qty > own) takeOut(purse, qty - own);
}

function takeBackPending(purse: Purse, qty: number, position: number): void {
  const { lot } = purse.pending[position]!;
  const own = Math.min(qty, lot.qty);
  lot.qty -= own;
  if (lot.qty === 0) purse.pending.splice(position, 1);
  if (qty > own) takeOut(purse, qty - own);
}

/** Keeps a lot apart until it may be used. */
export function hold(purse: Purse, lot: LotRecord, usableMs: number): void {
  let at = purse.pending.length;
  while (at > 0 && usableMs < purse.pending[at - 1]!.usableMs) at--;
  purse.pending.splice(at, 0, { lot, usableMs });
}

/**
 * Gives `qty` of a payment back to the lots it came from, last taken first. What belongs to a lot that has ended lapses.
 * Returns how much came back; `spare` holds what had become debt that was paid since.
 */
export function giveBack(
  purse: Purse,
  takes: readonly Take[],
  qty: number,
  atMs: number,
): { returned: number; spare: number } {
  let left = qty;
  let returned = 0;
  let spare = 0;
  for (let i = takes.length - 1; i >= 0 && left > 0; i--) {
    const take = takes[i]!;
    const part = Math.min(left, take.qty);
    take.qty -= part;
    left -= part;
    if (take.lot === undefined) {
      const forgiven = Math.min(part, purse.debt);
      purse.debt -= forgiven;
      spare += part - forgiven;
      returned += part;
    } else if (refill(purse, take.lot, part, atMs)) returned += part;
  }
  settleDebt(purse);
  return { returned, spare };
}

/** Debt and lots never stand side by side. */
export function settleDebt(purse: Purse): void {
  while (purse.debt > 0 && purse.lots.length > 0) {
    const lot = purse.lots[0]!;
    const part = Math.min(purse.debt, lot.qty);
    purse.debt -= part;
    shrink(purse, lot, part);
  }
}

/** Whether the lot holds everything that was put into it. */
export function untouched(purse: Purse, lot: number, qty: number): boolean {
  const whole = (candidate: LotRecord) => candidate.id === lot && candidate.qty === qty;
  return purse.lots.some(whole) || purse.pending.some((waiting) => whole(waiting.lot));
}

export function insert(purse: Purse, lot: LotRecord): void {
  let at = purse.lots.length;
  while (at > 0 && comesBefore(lot, purse.lots[at - 1]!)) at--;
  purse.lots.splice(at, 0, lot);
  purse.total = add(purse.total, lot.qty);
}

function refill(purse: Purse, id: number, qty: number, atMs: number): boolean {
  const emptied = purse.emptied.get(id);
  const lot = emptied ?? purse.lots.find((candidate) => candidate.id === id);
  if (lot === undefined || (lot.untilMs !== undefined && lot.untilMs <= atMs)) return false;
  lot.qty += qty;
  if (emptied === undefined) purse.total = add(purse.total, qty);
  else {
    purse.emptied.delete(id);
    insert(purse, lot);
  }
  return true;
}

function shrink(purse: Purse, lot: LotRecord, qty: number): void {
  lot.qty -= qty;
  purse.total -= qty;
  if (lot.qty > 0) return;
  purse.lots.splice(purse.lots.indexOf(lot), 1);
  purse.emptied.set(lot.id, lot);
}

function comesBefore(a: LotRecord, b: LotRecord): boolean {
  const endA = a.untilMs ?? Infinity;
  const endB = b.untilMs ?? Infinity;
  if (endA !== endB) return endA < endB;
  return a.fromMs !== b.fromMs ? a.fromMs < b.fromMs : a.id < b.id;
}
