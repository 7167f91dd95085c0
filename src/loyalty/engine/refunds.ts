// Refunds (README.md, "Refunds"): an event of its own time that never rewrites earlier results.
import { lowerCredits } from './credits.ts';
import { quantityNow } from './formula.ts';
import { rejournal } from './journal.ts';
import { reassessGrants } from './ladders.ts';
import { giveBack, takeBack } from './lots.ts';
import { nameOf, refuse, tally } from './output.ts';
import { creditUnit, post } from './purses.ts';
import { add, fraction, multiply, roundFraction, safe, sumFractions } from './rational.ts';
import { allGone, leftNow, returnedShare } from './returns.ts';
import type { Scene } from './scene.ts';
import { purseOf } from './new-state.ts';
import type { AppliedPayment, AppliedVoucher, Earning, LineReturn, LogEntry } from './state.ts';
import { issueVoucher, restoreVoucher, termsOf } from './vouchers.ts';
import type { EventView } from './event-view.ts';
import { setField, type Undo } from './undo.ts';

const NOT_REFUNDABLE: ReadonlySet<string> = new Set(['refund', 'profile', 'link', 'use', 'buy']);

/** Applies a refund; `sceneIn` gives the owner's scene in a programme. Refused (`none`) when there is nothing to refund. */
export function applyRefund(view: EventView, entry: LogEntry | undefined, scenes: readonly Scene[]): boolean {
  const { output, undo } = scenes[0]!.fold;
  const outcome = output.outcome;
  if (entry === undefined || NOT_REFUNDABLE.has(entry.event.type) || allGone(entry)) {
    refuse(outcome, 'none');
    return false;
  }
  outcome.refundMoney = returnLines(undo, view, entry);
  rejournal(scenes[0]!.fold, scenes[0]!.member, entry);
  for (const earning of entry.earnings) reverseEarning(scenes[earning.programme]!, earning, entry);
  for (const payment of entry.payments) returnPoints(scenes[payment.programme]!, payment, entry);
  for (const voucher of entry.discounts) returnVoucher(scenes[voucher.programme]!, voucher, entry);
  returnRedeemed(scenes, entry);
  for (const scene of scenes) {
    for (const ladder of scene.version.ladders.values())
      if (ladder.refund === 'reassess') reassessGrants(scene, ladder);
  }
  return true;
}

/** Marks list amounts as returned; the money that comes back, by cumulative floor per line. */
function returnLines(undo: Undo, view: EventView, entry: LogEntry): number {
  if (entry.lines.length === 0) {
    setField(undo, entry, 'gone', true);
    noteReturn(undo, entry, { line: undefined, recMs: view.recMs, listMinor: 0, gone: true });
  }
  const before = leftNow(entry);
  before.forEach((left, index) => {
    const wanted = wantedOf(view, left.line.id, left.listMinor);
    if (wanted === undefined || left.gone) return;
    const listMinor = Math.max(0, Math.min(wanted, left.listMinor));
    setField(undo, left.line, 'returnedMinor', left.line.returnedMinor + listMinor);
    setField(undo, left.line, 'gone', left.line.returnedMinor === left.line.listMinor);
    noteReturn(undo, entry, { line: index, recMs: view.recMs, listMinor, gone: left.line.gone });
  });
  const after = leftNow(entry);
  return before.reduce((sum, left, index) => add(sum, left.cashMinor - after[index]!.cashMinor), 0);
}

function noteReturn(undo: Undo, entry: LogEntry, back: LineReturn): void {
  setField(undo, entry, 'returns', [...entry.returns, back]);
}

/** Without lines: everything that is left. */
function wantedOf(view: EventView, line: string, leftMinor: number): number | undefined {
  const lines = view.event.lines;
  if (lines === undefined) return leftMinor;
  const named = lines.filter((each) => each.id === line);
  return named.length === 0 ? undefined : named.reduce((sum, each) => add(sum, safe(each.amount)), 0);
}

/** Takes back f(before) - f(after), first out of the lot that the credit made. */
function reverseEarning(scene: Scene, earning: Earning, entry: LogEntry): void {
  const { qty } = quantityNow(entry, earning.formula);
  const back = earning.qty - qty;
  if (back <= 0) return;
  const { output, undo } = scene.fold;
  setField(undo, earning, 'qty', qty);
  lowerCredits(scene, earning.unit, earning.credits, back);
  takeBack(undo, purseOf(undo, scene.account, earning.unit), back, earning.lot);
  const eventId = scene.event!.event.id;
  post(scene, earning.unit, -back, { kind: 'reverse', eventId, rule: earning.rule });
  tally(output.outcome, 'reversed', nameOf(output, scene.programme, earning.unit), back);
}

function returnPoints(scene: Scene, payment: AppliedPayment, entry: LogEntry): void {
  const due = returnedPoints(payment, entry);
  const qty = due - payment.returnedQty;
  if (qty <= 0) return;
  setField(scene.fold.undo, payment, 'returnedQty', due);
  giveUnitsBack(scene, payment.unit, payment.takes, qty);
}

/** floor(points x returned share of what they paid): cumulative over all refunds of the event. */
function returnedPoints(payment: AppliedPayment, entry: LogEntry): number {
  if (allGone(entry)) return payment.qty;
  const paidMinor = payment.perLine.reduce(add, 0);
  const parts = entry.lines.map((line, index) => {
    const weight = paidMinor === 0 ? line.listMinor : payment.perLine[index]!;
    const share = line.listMinor === 0 ? fraction(0) : fraction(line.returnedMinor, line.listMinor);
    return multiply(share, [weight, 1]);
  });
  const returned = parts.reduce(sumFractions, fraction(0));
  const whole = paidMinor === 0 ? entry.lines.reduce((sum, line) => add(sum, line.listMinor), 0) : paidMinor;
  return whole === 0 ? 0 : roundFraction(multiply(returned, [payment.qty, whole]));
}

function giveUnitsBack(scene: Scene, unit: string, takes: AppliedPayment['takes'], qty: number): void {
  const eventId = scene.event!.event.id;
  const { output, undo } = scene.fold;
  const purse = purseOf(undo, scene.account, unit);
  const { returned, spare } = giveBack(undo, purse, { takes, qty, atMs: scene.cut.atMs });
  post(scene, unit, returned - spare, { kind: 'return', eventId });
  if (spare > 0) creditUnit(scene, unit, spare, { kind: 'return', eventId });
  tally(output.outcome, 'returned', nameOf(output, scene.programme, unit), returned);
}

function returnVoucher(scene: Scene, applied: AppliedVoucher, entry: LogEntry): void {
  const { record } = applied;
  if (record === undefined) return;
  const { onRefund = 'lost' } = termsOf(scene.programme, record);
  if (onRefund === 'restore' && allGone(entry) && record.usedBy === entry.event.id) {
    restoreVoucher(scene, record);
  }
  if (onRefund !== 'value') return;
  const share = entry.lines.reduce(
    (sum, line, index) => add(sum, returnedShare(applied.perLine[index]!, line, line.returnedMinor)),
    0,
  );
  const valueMinor = share - applied.returnedMinor;
  if (valueMinor <= 0) return;
  setField(scene.fold.undo, applied, 'returnedMinor', share);
  const eventId = scene.event!.event.id;
  const rule = `refund:${entry.event.id}`;
  issueVoucher(scene, { voucher: applied.voucher, rule, eventId, valueMinor, version: record.version });
}

function returnRedeemed(scenes: readonly Scene[], entry: LogEntry): void {
  if (entry.redeemed === undefined) return;
  const { programme, unit, takes } = entry.redeemed;
  giveUnitsBack(
    scenes[programme]!,
    unit,
    takes,
    takes.reduce((sum, take) => sum + take.qty, 0),
  );
}
