// A journal and the tree over it. One structure answers every window (`last`, `this`, `between`, `since`, `all`), of every
// version and at past cuts: a window is a stretch of entries, found by binary search and read off the tree in O(log n).
import type { Contribution } from './contribution.ts';
import { firstWhere } from './in-time.ts';
import type { Collector } from './loaded.ts';
import { newJournal } from './new-state.ts';
import type { Journal, JournalEntry } from './state.ts';
import { maxIn, maxNode, nextSumNode, nodesOver, sumIn } from './sum-tree.ts';
import { amendTree, insertAt, newUndo, pushTo, removeAt, setField, setIn, type Undo } from './undo.ts';

/** Positions in a journal: `from` up to but not including `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function appendEntry(
  undo: Undo,
  journal: Journal,
  { agg }: Pick<Collector, 'agg'>,
  entry: JournalEntry,
): void {
  const index = journal.entries.length;
  pushTo(undo, journal.entries, entry);
  const { tree } = journal;
  if (agg === 'max') pushTo(undo, tree, maxNode(tree, index, valueIn(journal)));
  else if (agg === 'sum') pushTo(undo, tree, nextSumNode(tree, entry.amount));
  else if (agg === 'count') pushTo(undo, tree, nextSumNode(tree, entry.count));
  else appendKeys(undo, journal, index);
}

/** Each key counts once, where it occurs last: then the keys of any stretch that reaches to the end are one sum. */
function appendKeys(undo: Undo, { entries, tree, places }: Journal, index: number): void {
  const keys = new Set(entries[index]!.keys);
  for (const key of keys) {
    const before = places.get(key);
    if (before === undefined) setIn(undo, places, key, [index]);
    else {
      if (before.length > 0) amendTree(undo, tree, before[before.length - 1]!, -1);
      pushTo(undo, before, index);
    }
  }
  pushTo(undo, tree, nextSumNode(tree, keys.size));
}

/** An entry of before changes to what a refund has left of it. */
export function amendEntry(
  undo: Undo,
  journal: Journal,
  { agg }: Pick<Collector, 'agg'>,
  { entry, now }: { readonly entry: JournalEntry; readonly now: Contribution },
): void {
  const { entries, tree } = journal;
  const index = firstWhere(entries, ({ sequence }) => sequence >= entry.sequence);
  if (agg === 'sum') amendTree(undo, tree, index, now.amount - entry.amount);
  if (agg === 'count') amendTree(undo, tree, index, now.count - entry.count);
  if (agg === 'distinct' || agg === 'days') {
    const kept = new Set(now.keys);
    for (const key of new Set(entry.keys)) if (!kept.has(key)) dropKey(undo, journal, key, index);
  }
  setField(undo, entry, 'amount', now.amount);
  setField(undo, entry, 'count', now.count);
  setField(undo, entry, 'keys', now.keys);
  if (agg !== 'max') return;
  for (const node of nodesOver(tree, index))
    setField(undo, tree, node, maxNode(tree, node, valueIn(journal)));
}

function dropKey(undo: Undo, { tree, places }: Journal, key: string, index: number): void {
  const positions = places.get(key)!;
  const at = firstWhere(positions, (position) => position >= index);
  removeAt(undo, positions, at);
  if (at < positions.length) return;
  amendTree(undo, tree, index, -1);
  if (at > 0) amendTree(undo, tree, positions[at - 1]!, 1);
}

/** All of the entry is known only from an instant after its own. */
export function noteDelayed(undo: Undo, { delayed }: Journal, entry: JournalEntry, shownMs: number): void {
  const at = firstWhere(delayed, (other) => other.shownMs > shownMs);
  insertAt(undo, delayed, at, { entry, shownMs });
}

/** The collector's figure over a stretch. */
export function figureOf(journal: Journal, { agg }: Pick<Collector, 'agg'>, stretch: Stretch): number {
  const { entries, tree } = journal;
  if (stretch.from >= stretch.to) return 0;
  if (agg === 'sum' || agg === 'count') return sumIn(tree, stretch.from, stretch.to);
  if (agg === 'max') return maxIn(tree, valueIn(journal), stretch);
  if (stretch.to === entries.length) return sumIn(tree, stretch.from, stretch.to);
  return keysInPast(journal, stretch);
}

/** A stretch that ended before now: every key is looked up, or every entry read, whichever is less. */
function keysInPast({ entries, places }: Journal, { from, to }: Stretch): number {
  if (places.size > to - from) return new Set(entries.slice(from, to).flatMap((entry) => entry.keys)).size;
  let found = 0;
  for (const positions of places.values()) {
    const next = positions[firstWhere(positions, (position) => position >= from)];
    if (next !== undefined && next < to) found += 1;
  }
  return found;
}

/** What is gone counts as nothing, and so does less than nothing. */
function valueIn({ entries }: Journal): (index: number) => number {
  return (index) => (entries[index]!.count === 0 ? 0 : entries[index]!.amount);
}

/** The entries of two accounts as one journal. */
export function mergedJournal(a: Journal, b: Journal, collector: Pick<Collector, 'agg'>): Journal {
  const merged = newJournal();
  const apart = newUndo(false);
  const entries = [...a.entries, ...b.entries].sort((x, y) => x.sequence - y.sequence);
  for (const entry of entries) appendEntry(apart, merged, collector, entry);
  const delayed = [...a.delayed, ...b.delayed].sort((x, y) => x.shownMs - y.shownMs);
  return { ...merged, delayed };
}
