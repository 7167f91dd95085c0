// What was earned when, for caps and metrics `earned`: a window's sum is read off the sum tree.
import type { Id } from '#loyalty/programme/types.ts';
import type { Span } from '#loyalty/time/window.ts';
import { firstFrom, firstWhere } from './in-time.ts';
import type { Scene } from './scene.ts';
import { newCreditLog, purseOf } from './new-state.ts';
import type { Account, Credit, CreditLog, CreditNote } from './state.ts';
import { nextSumNode, sumIn } from './sum-tree.ts';
import { amendTree, pushTo, setField, setIn, type Undo } from './undo.ts';

const NOWHERE: readonly never[] = [];

/** Notes an earned quantity for the unit's metrics and for the caps that it counts against. */
export function noteCredit(
  scene: Scene,
  unit: Id,
  credit: Credit,
  capKeys: readonly string[],
): readonly CreditNote[] {
  const { account, fold, programme } = scene;
  if (capKeys.length === 0 && !programme.earnedUnits.has(unit)) return NOWHERE;
  const notes: CreditNote[] = [];
  if (programme.earnedUnits.has(unit)) {
    appendCredit(fold.undo, purseOf(fold.undo, account, unit).credits, credit);
    notes.push({ cap: undefined, credit });
  }
  for (const cap of new Set(capKeys)) {
    const capped = { ...credit };
    const log = account.caps.get(cap) ?? newCreditLog();
    if (!account.caps.has(cap)) setIn(fold.undo, account.caps, cap, log);
    appendCredit(fold.undo, log, capped);
    notes.push({ cap, credit: capped });
  }
  return notes;
}

function appendCredit(undo: Undo, log: CreditLog, credit: Credit): void {
  pushTo(undo, log.credits, credit);
  pushTo(undo, log.tree, nextSumNode(log.tree, credit.qty));
}

/** What was taken back is no longer earned, at its own time; caps get their room back (README.md, "Refunds"). */
export function lowerCredits(scene: Scene, unit: Id, notes: readonly CreditNote[], qty: number): void {
  const { undo } = scene.fold;
  for (const { cap, credit } of notes) {
    setField(undo, credit, 'qty', credit.qty - qty);
    const log = logOf(scene.account, unit, cap);
    const position = log === undefined ? -1 : positionOf(log.credits, credit);
    if (position !== -1) amendTree(undo, log!.tree, position, -qty);
  }
}

function logOf(account: Account, unit: Id, cap: string | undefined): CreditLog | undefined {
  return cap === undefined ? account.purses.get(unit)?.credits : account.caps.get(cap);
}

/** Several credits of one event stand side by side. */
function positionOf(credits: readonly Credit[], credit: Credit): number {
  const first = firstWhere(credits, ({ sequence }) => sequence >= credit.sequence);
  return credits.indexOf(credit, first);
}

/** What was credited in a span and seen by the cut, less what was taken back since. */
export function sumOfCredits(log: CreditLog | undefined, span: Span, sequence: number): number {
  if (log === undefined) return 0;
  const { credits, tree } = log;
  const seen =
    sequence === Infinity ? credits.length : firstWhere(credits, (each) => each.sequence > sequence);
  return sumIn(tree, firstFrom(credits, span.fromMs), Math.min(seen, firstFrom(credits, span.toMs)));
}

/** The credits of two accounts as one log. */
export function mergedCredits(a: CreditLog, b: CreditLog): CreditLog {
  const credits = [...a.credits, ...b.credits].sort((x, y) => x.atMs - y.atMs || x.sequence - y.sequence);
  const tree: number[] = [];
  for (const { qty } of credits) tree.push(nextSumNode(tree, qty));
  return { credits, tree };
}
