// Metrics: a number over a window of the past (README.md, "Cuts and windows"), read from journals that events filled.
import type { Id, Window } from '#loyalty/programme/types.ts';
import { spanOf, type Cut, type Span } from '#loyalty/time/window.ts';
import { contribution, NOTHING, type Contribution } from './contribution.ts';
import { sumOfCredits } from './credits.ts';
import { firstFrom, firstWhere } from './in-time.ts';
import { appendEntry, figureOf, type Stretch } from './journal-tree.ts';
import type { Collector, LoadedMetric } from './loaded.ts';
import { dayText } from './local-day.ts';
import { splitReference } from './references.ts';
import { entryOf, markMs, type Scene } from './scene.ts';
import { sceneIn } from './scene-of.ts';
import { newJournal } from './new-state.ts';
import { add } from './rational.ts';
import type { Journal, JournalEntry } from './state.ts';
import { newUndo } from './undo.ts';

/** The value of a metric at the scene's cut; a sampled one is what its last tick saw, 0 before the first. */
export function metricOf(scene: Scene, reference: Id): number {
  const [programmeId, id] = splitReference(reference, scene.programme.id);
  const programme = scene.fold.programmeById.get(programmeId);
  if (programme === undefined) return 0;
  const there = sceneIn(scene, programme);
  const metric = there.version.metrics.get(id);
  if (metric === undefined) return 0;
  if (metric.kind === 'value') {
    return metric.every === undefined
      ? there.fold.ask.value(there, metric.value)
      : (there.account.sampled.get(id) ?? 0);
  }
  return metric.kind === 'earned' ? earned(there, metric) : collected(there, metric);
}

function earned(scene: Scene, metric: LoadedMetric & { kind: 'earned' }): number {
  const log = scene.account.purses.get(metric.unit)?.credits;
  return sumOfCredits(log, spanOfMetric(scene, metric.win), scene.cut.sequence);
}

function collected(scene: Scene, metric: LoadedMetric & { kind: 'events' }): number {
  return collectedIn(scene, metric.collector, spanOfMetric(scene, metric.win));
}

function spanOfMetric(scene: Scene, win: Window): Span {
  return spanOf(win, scene.programme.zone, scene.cut, (mark) => markMs(scene, mark));
}

/** A collector's figure over a span, as far as the cut sees it. */
export function collectedIn(scene: Scene, index: number, span: Span): number {
  const journal = scene.account.journals[index]!;
  const collector = scene.programme.collectors[index]!;
  const stretch = stretchOf(scene, journal, span);
  if (!collector.recorded) return figureOf(journal, collector, stretch);
  const hidden = hiddenIn(scene, journal, stretch);
  if (hidden.length === 0) return figureOf(journal, collector, stretch);
  if (collector.agg === 'sum' || collector.agg === 'count')
    return hidden.reduce(
      (sum, entry) => add(sum, differenceOf(scene, collector, entry)),
      figureOf(journal, collector, stretch),
    );
  const seen = asRecorded(scene, index, stretch);
  return figureOf(seen, collector, { from: 0, to: seen.entries.length });
}

/**
 * `asOf: 'rec'`: events and refunds count from the cut after they were recorded. Almost everything in a journal is recorded;
 * these are its entries of which the cut does not see all yet.
 */
function hiddenIn(
  { cut }: Scene,
  { entries, delayed }: Journal,
  { from, to }: Stretch,
): readonly JournalEntry[] {
  if (from >= to) return [];
  const [first, last] = [entries[from]!.sequence, entries[to - 1]!.sequence];
  const hidden = new Set<JournalEntry>();
  for (let at = delayed.length - 1; at >= 0 && !isSeen(cut, delayed[at]!.shownMs); at--) {
    const { entry } = delayed[at]!;
    if (entry.sequence >= first && entry.sequence <= last) hidden.add(entry);
  }
  return [...hidden];
}

function isSeen({ atMs, before }: Cut, recMs: number): boolean {
  return before ? recMs < atMs : recMs <= atMs;
}

/** How much more, or less, of an entry the cut sees than the journal holds. */
function differenceOf(scene: Scene, collector: Collector, entry: JournalEntry): number {
  const { amount, count } = contributionSeen(scene, collector, entry);
  return collector.agg === 'sum' ? amount - entry.amount : count - entry.count;
}

function contributionSeen(
  { cut, fold, programme }: Scene,
  collector: Collector,
  entry: JournalEntry,
): Contribution {
  const seen = (recMs: number) => isSeen(cut, recMs);
  if (!seen(entry.recMs)) return NOTHING;
  return contribution(collector, entryOf(fold, entry.eventId)!, dayText(programme, entry.atMs), seen);
}

function stretchOf(scene: Scene, { entries }: Journal, { fromMs, toMs }: Span): Stretch {
  const { sequence } = scene.cut;
  const to = firstFrom(entries, toMs);
  if (sequence === Infinity) return { from: firstFrom(entries, fromMs), to };
  const seen = firstWhere(entries, (entry) => entry.sequence > sequence);
  return { from: firstFrom(entries, fromMs), to: Math.min(to, seen) };
}

/** The stretch as the cut sees it, read entry by entry: where keys or the largest amount wait for their record. */
function asRecorded(scene: Scene, index: number, { from, to }: Stretch): Journal {
  const collector = scene.programme.collectors[index]!;
  const seen = newJournal();
  for (const entry of scene.account.journals[index]!.entries.slice(from, to)) {
    if (isSeen(scene.cut, entry.recMs))
      appendEntry(APART, seen, collector, { ...entry, ...contributionSeen(scene, collector, entry) });
  }
  return seen;
}

/** What is built for one answer is no part of the state. */
const APART = newUndo(false);
