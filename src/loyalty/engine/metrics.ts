// Metrics: a number over a window of the past (section 3.4), read from journals that events filled.
import type { Id, Window } from '#loyalty/programme/types.ts';
import { localDayOf } from '#loyalty/time/civil.ts';
import { spanOf, type Span } from '#loyalty/time/window.ts';
import { localFromInstant } from '#loyalty/time/zone.ts';
import type { Collector, LoadedMetric, LoadedProgramme } from './loaded.ts';
import { contribution, type Contribution } from './contribution.ts';
import { add } from './rational.ts';
import { splitReference } from './references.ts';
import { markMs, type Scene } from './scene.ts';
import { sceneIn } from './scene-of.ts';
import type { Credit, Journal, JournalEntry } from './state.ts';

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
  const credits = scene.account.purses.get(metric.unit)?.credits ?? [];
  return sumOfCredits(credits, spanOfMetric(scene, metric.win), scene.cut.sequence);
}

/** What was credited in a span, less what was taken back since. */
export function sumOfCredits(credits: readonly Credit[], span: Span, sequence: number): number {
  let sum = 0;
  for (let i = credits.length - 1; i >= 0; i--) {
    const credit = credits[i]!;
    if (credit.atMs < span.fromMs) break;
    if (credit.atMs < span.toMs && credit.sequence <= sequence) sum = add(sum, credit.qty);
  }
  return sum;
}

function collected(scene: Scene, metric: LoadedMetric & { kind: 'events' }): number {
  const journal = scene.account.journals[metric.collector]!;
  const collector = scene.programme.collectors[metric.collector]!;
  if (metric.win === 'all' && scene.cut.sequence === Infinity && !collector.recorded) {
    if (collector.agg === 'sum') return journal.sum;
    if (collector.agg === 'count') return journal.count;
  }
  return aggregate(scene, collector, entriesIn(scene, journal, spanOfMetric(scene, metric.win)));
}

function spanOfMetric(scene: Scene, win: Window): Span {
  return spanOf(win, scene.programme.zone, scene.cut, (mark) => markMs(scene, mark));
}

/** Journal entries of a span that the cut sees, in the order of time. */
export function entriesIn(scene: Scene, journal: Journal, span: Span): readonly JournalEntry[] {
  const { entries } = journal;
  const seen = entries.slice(firstFrom(entries, span.fromMs), firstFrom(entries, span.toMs));
  const { sequence } = scene.cut;
  return sequence === Infinity ? seen : seen.filter((entry) => entry.sequence <= sequence);
}

/** Position of the first entry at or after an instant; entries are in the order of time. */
function firstFrom(entries: readonly JournalEntry[], atMs: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function aggregate(scene: Scene, collector: Collector, entries: readonly JournalEntry[]): number {
  const parts = collector.recorded ? recordedParts(scene, collector, entries) : entries;
  switch (collector.agg) {
    case 'sum':
      return parts.reduce((sum, part) => add(sum, part.amount), 0);
    case 'count':
      return parts.reduce((sum, part) => sum + part.count, 0);
    case 'max':
      return parts.reduce((max, part) => (part.count === 0 ? max : Math.max(max, part.amount)), 0);
    case 'distinct':
    case 'days':
      return new Set(parts.flatMap((part) => part.keys)).size;
  }
}

/** `asOf: 'rec'`: events and refunds count from the cut after they were recorded. */
function recordedParts(
  scene: Scene,
  collector: Collector,
  entries: readonly JournalEntry[],
): readonly Contribution[] {
  const { atMs, before } = scene.cut;
  const visible = (recMs: number) => (before ? recMs < atMs : recMs <= atMs);
  return entries
    .filter((entry) => visible(entry.recMs))
    .map((entry) =>
      contribution(
        collector,
        scene.fold.state.log.get(entry.eventId)!,
        dayText(scene.programme, entry.atMs),
        visible,
      ),
    );
}

/** The local day of an instant, as `days` tells them apart. */
export function dayText(programme: LoadedProgramme, atMs: number): string {
  return String(localDayOf(localFromInstant(programme.zone, atMs)));
}
