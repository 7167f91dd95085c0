// Definitions that need themselves, and reach rules that feed each other: both would never come to rest.
import { editionsOf } from './editions.ts';
import type { Declared, Edition } from './editions.ts';
import { findCycle } from './graph.ts';
import { MAX_READINGS } from './limits.ts';
import { quoteShort } from './problem.ts';
import type { Report } from './report.ts';
import type { Shape } from './shape.ts';
import { expression } from './table-logic.ts';
import { ladder as ladderTable, metric as metricTable, segment as segmentTable } from './table-lists.ts';
import { rule as ruleTable } from './table-rules.ts';
import type { Expr, Id, Metric, Programme, Rule } from './types.ts';
import { visitShape } from './visit.ts';

type ReachRule = Extract<Rule, { readonly reach: unknown }>;

export function lintCycles(programme: Programme, report: Report): void {
  for (const edition of editionsOf(programme)) {
    if (lintDefinitions(edition, report)) continue;
    lintReadings(edition, report);
    lintSpending(edition, report);
    lintReach(edition, report);
  }
}

/** Metrics, segments and live ladders are computed from one another; a sampled metric holds its last value and may close a ring. */
function lintDefinitions({ lists, path, declared }: Edition, report: Report): boolean {
  const nodes = [
    ...(lists.metrics ?? []).map(({ id }) => `metric ${id}`),
    ...(lists.segments ?? []).map(({ id }) => `segment ${id}`),
    ...(lists.ladders ?? []).map(({ id }) => `ladder ${id}`),
  ];
  // Every search from every node asks again.
  const reads = new Map(nodes.map((node) => [node, [...new Set(readBy(node, declared).filter(isComputed))]]));
  const cycle = findCycle(nodes, (node) => reads.get(node) ?? []);
  if (cycle === undefined) return false;
  report.error(path, 'definition_cycle', cycle.join(' -> '), 'definitions that do not need themselves');
  return true;
}

function isComputed(name: string): boolean {
  return /^(metric|segment|ladder) /.test(name);
}

/** A metric that adds up another one fifty times, which does the same, and so on, is short to write and never computed. */
function lintReadings({ lists, path, declared }: Edition, report: Report): void {
  const counts = new Map<string, number>();
  const countOf = (node: string): number => {
    const known = counts.get(node);
    if (known !== undefined) return known;
    const names = readBy(node, declared).filter(isComputed);
    const count = names.reduce((sum, name) => sum + Math.min(countOf(name), MAX_READINGS), 1);
    counts.set(node, count);
    return count;
  };
  const isTooMuch = (node: string) => countOf(node) > MAX_READINGS;
  const lint = (kind: string, list: string, entries: readonly { readonly id: Id }[] = []) =>
    entries.forEach(({ id }, index) => {
      const node = `${kind} ${id}`;
      // Once: not for those that read it as well.
      if (!isTooMuch(node) || readBy(node, declared).some((name) => isComputed(name) && isTooMuch(name)))
        return;
      const expected = `at most ${MAX_READINGS}, with all that these read in turn`;
      report.error(`${path}/${list}/${index}`, 'too_many_values', `${countOf(node)} values read`, expected);
    });
  lint('metric', 'metrics', lists.metrics);
  lint('segment', 'segments', lists.segments);
  lint('ladder', 'ladders', lists.ladders);
}

/** What the value of a metric, segment or live ladder is computed from, at any instant. */
function readBy(node: string, declared: Declared): readonly string[] {
  const [kind, id] = node.split(' ') as [string, Id];
  if (kind === 'metric') {
    const metric = declared.metrics.get(id);
    if (metric === undefined || isSampled(metric)) return [];
    return 'earned' in metric ? [`unit ${metric.earned}`] : readsOf(metricTable, metric);
  }
  if (kind === 'segment') return readsOf(segmentTable, declared.segments.get(id));
  const ladder = kind === 'ladder' ? declared.ladders.get(id) : undefined;
  return ladder?.eval === 'live' ? readsOf(ladderTable, ladder) : [];
}

function isSampled(metric: Metric): boolean {
  return 'value' in metric && metric.every !== undefined;
}

function readsOf(shape: Shape, value: unknown): readonly string[] {
  const names: string[] = [];
  if (value === undefined) return names;
  visitShape(shape, value, '', {
    MetricRef: (id) => void names.push(`metric ${id}`),
    SegmentRef: (id) => void names.push(`segment ${id}`),
    LadderRef: (id) => void names.push(`ladder ${id}`),
    TierRef: ([id]) => void names.push(`ladder ${id}`),
    UnitRef: (id) => void names.push(`unit ${id}`),
    MarkRef: (id) => void names.push(`mark ${id}`),
  });
  return names;
}

/**
 * One reach rule feeds another when an effect of the first raises what the second waits for. Rules that feed each other in a
 * ring are refused (README.md, "Phases of an event"). A rule that spends more of a unit per step than it earns comes to rest.
 */
function lintReach({ lists, path, declared }: Edition, report: Report): void {
  const rules = new Map<Id, ReachRule>();
  for (const rule of lists.rules ?? []) if ('reach' in rule) rules.set(rule.id, rule);
  const waits = new Map([...rules].map(([id, rule]) => [id, waitsFor(rule, declared)]));
  const cycle = findCycle([...rules.keys()], (from) =>
    [...rules.keys()].filter((to) => feeds(rules.get(from)!, to, waits.get(to)!)),
  );
  if (cycle === undefined) return;
  const index = (lists.rules ?? []).findIndex(({ id }) => id === cycle[0]);
  report.error(
    `${path}/rules/${index}/reach`,
    'reach_cycle',
    `a ring of rules ${cycle.join(' -> ')}, each raising what the next waits for`,
    'reach rules that come to rest',
  );
}

/** Everything that the value of a reach rule depends on, definitions followed to their ends. */
function waitsFor(rule: ReachRule, declared: Declared): ReadonlySet<string> {
  const known = new Set(readsOf(expression, rule.reach));
  for (const name of known) for (const deeper of readBy(name, declared)) known.add(deeper);
  if (rule.reset !== undefined && 'mark' in rule.reset) known.add(`mark ${rule.reset.mark}`);
  return known;
}

function feeds(from: ReachRule, to: Id, waits: ReadonlySet<string>): boolean {
  return raisedBy(from).some((name) => waits.has(name) && !(from.id === to && spendsMore(from, name)));
}

function raisedBy(rule: ReachRule): readonly string[] {
  const names: string[] = [];
  visitShape(ruleTable, rule, '', {
    Earn: ({ to }) => void names.push(`unit ${to}`),
    Grant: ({ ladder }) => void names.push(`ladder ${ladder}`),
    MarkSet: (mark) => void names.push(`mark ${mark}`),
  });
  return names;
}

/** A step that spends a unit comes to rest only when what it waits for falls with the balance of that unit. */
function lintSpending({ lists, path, declared }: Edition, report: Report): void {
  (lists.rules ?? []).forEach((rule, index) => {
    if (!('reach' in rule) || rule.spend === undefined) return;
    if (readsBalance(rule.reach, rule.spend, declared)) return;
    report.error(
      `${path}/rules/${index}/spend`,
      'contradiction',
      `spending ${quoteShort(rule.spend)}, whose balance is not waited for`,
      `reach to read the balance {"bal": ${quoteShort(rule.spend)}}`,
    );
  });
}

/** Followed through computed metrics; what was earned of a unit does not fall when it is spent. */
function readsBalance(reach: Expr, unit: Id, declared: Declared): boolean {
  const known = new Set(readsOf(expression, reach));
  for (const name of known) {
    const metric = declared.metrics.get(name.replace(/^metric /, ''));
    if (name === `unit ${unit}`) return true;
    if (name.startsWith('unit ') || (metric !== undefined && 'earned' in metric)) continue;
    for (const deeper of readBy(name, declared)) known.add(deeper);
  }
  return false;
}

/** Waiting for a balance, spending a step of it and earning back a smaller fixed quantity. */
function spendsMore(rule: ReachRule, name: string): boolean {
  if (typeof rule.reach !== 'object' || !('bal' in rule.reach)) return false;
  if (rule.spend !== rule.reach.bal || name !== `unit ${rule.spend}`) return false;
  let earned = 0;
  visitShape(ruleTable, rule, '', {
    Earn: ({ to, flat, per, times, mult, least }) => {
      if (to !== rule.spend) return;
      const isFixed = per === undefined && times === undefined && mult === undefined && least === undefined;
      earned += isFixed ? (flat ?? 0) : Infinity;
    },
  });
  return earned < (rule.every ?? rule.at ?? 0);
}
