// The trees answer every stretch as reading it would, also after entries shrank and after everything was taken back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  amendEntry,
  appendEntry,
  figureOf,
  mergedJournal,
  type Stretch,
} from '#loyalty/engine/journal-tree.ts';
import { newJournal } from '#loyalty/engine/new-state.ts';
import type { Journal, JournalEntry } from '#loyalty/engine/state.ts';
import { newUndo, rewind } from '#loyalty/engine/undo.ts';

const aggregates = fc.constantFrom('sum', 'count', 'max', 'distinct', 'days');
type Agg = 'sum' | 'count' | 'max' | 'distinct' | 'days';
const keys = fc.subarray(['a', 'b', 'c', 'd']);
const some = fc.array(fc.record({ amount: fc.integer({ min: -50, max: 500 }), keys }), { maxLength: 40 });
const shrinks = fc.array(fc.record({ at: fc.nat(), gone: fc.boolean() }), { maxLength: 20 });

type Item = { readonly amount: number; readonly keys: readonly string[] };

function entryOf({ amount, keys: carried }: Item, index: number): JournalEntry {
  const common = { eventId: `e${index}`, atMs: index, recMs: index, sequence: index };
  return { ...common, count: 1, amount, keys: carried };
}

function read({ entries }: Journal, agg: Agg, { from, to }: Stretch): number {
  const seen = entries.slice(from, to).filter(({ count }) => count > 0);
  if (agg === 'sum') return seen.reduce((sum, { amount }) => sum + amount, 0);
  if (agg === 'count') return seen.length;
  if (agg === 'max') return Math.max(0, ...seen.map(({ amount }) => amount));
  return new Set(seen.flatMap((entry) => entry.keys)).size;
}

function expectEveryStretch(journal: Journal, agg: Agg): void {
  for (let from = 0; from <= journal.entries.length; from++) {
    for (let to = from; to <= journal.entries.length; to++) {
      expect(figureOf(journal, { agg }, { from, to })).toBe(read(journal, agg, { from, to }));
    }
  }
}

test('every stretch, with refunds', () => {
  fc.assert(
    fc.property(aggregates, some, shrinks, (agg, items, amends) => {
      const undo = newUndo(true);
      const journal = newJournal();
      items.forEach((item, index) => appendEntry(undo, journal, { agg }, entryOf(item, index)));
      const before = structuredClone(journal);
      const mark = undo.notes.length;
      for (const { at, gone } of items.length === 0 ? [] : amends) {
        const entry = journal.entries[at % items.length]!;
        const now = gone
          ? { count: 0 as const, amount: 0, keys: [] }
          : { count: entry.count, amount: Math.trunc(entry.amount / 2), keys: entry.keys.slice(1) };
        amendEntry(undo, journal, { agg }, { entry, now });
      }
      expectEveryStretch(journal, agg);
      rewind(undo, mark);
      expect(journal).toEqual(before);
      rewind(undo, 0);
      expect(journal).toEqual(newJournal());
    }),
  );
});

test('two journals merge into the one that both would have made', () => {
  fc.assert(
    fc.property(aggregates, some, fc.func(fc.boolean()), (agg, items, isFirst) => {
      const undo = newUndo(false);
      const [all, first, second] = [newJournal(), newJournal(), newJournal()];
      items.forEach((item, index) => {
        appendEntry(undo, all, { agg }, entryOf(item, index));
        appendEntry(undo, isFirst(index) ? first : second, { agg }, entryOf(item, index));
      });
      expect(mergedJournal(first, second, { agg })).toEqual(all);
    }),
  );
});
