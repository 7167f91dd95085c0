// What one logged event contributes to a metric, after the refunds that are visible.
import type { Collector } from './loaded.ts';
import { isScalar, lineField, matchesLine } from './event-view.ts';
import { add, safe } from './rational.ts';
import { leftAfter, type LineLeft } from './returns.ts';
import type { LogEntry } from './state.ts';

export interface Contribution {
  readonly count: 0 | 1;
  readonly amount: number;
  readonly keys: readonly string[];
}

export const NOTHING: Contribution = { count: 0, amount: 0, keys: [] };

/** `visible` says which refunds count, by the instant they were recorded. */
export function contribution(
  collector: Collector,
  entry: LogEntry,
  day: string,
  visible: (recMs: number) => boolean,
): Contribution {
  const lines = leftAfter(entry, visible).filter(
    (left) => !left.gone && matchesLine(collector.on.line, left.line),
  );
  const nothingLeft = entry.lines.length === 0 ? goneWhole(entry, visible) : lines.length === 0;
  if (nothingLeft) return NOTHING;
  return { count: 1, amount: amountOf(collector, entry, lines), keys: keysOf(collector, entry, lines, day) };
}

/** An event without lines comes back as a whole. */
function goneWhole(entry: LogEntry, visible: (recMs: number) => boolean): boolean {
  return entry.returns.some((back) => back.gone && visible(back.recMs));
}

function amountOf(collector: Collector, entry: LogEntry, lines: readonly LineLeft[]): number {
  if (collector.agg !== 'sum' && collector.agg !== 'max') return 0;
  return measured(collector.of ?? 'net', entry, lines);
}

const OF_LINES = 'line.';

/**
 * A quantity of an event: money of the lines left (`net`, `list`), or a number that the event or its lines carry; by
 * `line.<field>` the lines alone are asked.
 */
export function measured(of: string, entry: LogEntry, lines: readonly LineLeft[]): number {
  if (of === 'net') return lines.reduce((sum, left) => add(sum, left.cashMinor), 0);
  if (of === 'list' || of === 'amount') return lines.reduce((sum, left) => add(sum, left.listMinor), 0);
  const ofLines = of.startsWith(OF_LINES);
  const own = ofLines ? undefined : entry.event[of];
  if (typeof own === 'number') return safe(own);
  const field = ofLines ? of.slice(OF_LINES.length) : of;
  return lines.reduce((sum, left) => add(sum, numberOf(lineField(left.line, field))), 0);
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? safe(value) : 0;
}

function keysOf(
  collector: Collector,
  entry: LogEntry,
  lines: readonly LineLeft[],
  day: string,
): readonly string[] {
  if (collector.agg === 'days') return [day];
  if (collector.agg !== 'distinct' || collector.by === undefined) return [];
  const values = collector.by.startsWith(OF_LINES)
    ? lines.map((left) => lineField(left.line, collector.by!.slice(OF_LINES.length)))
    : [entry.event[collector.by]];
  return values.filter(isScalar).map(String);
}
