import { sha256HexOfText } from '#base/sha256.ts';
import { type Result, err, ok } from '#base/result.ts';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import type { Id, Lists, Match, Metric, Programme, Rule, Tick } from '#loyalty/programme/types.ts';
import { instantMs } from '#loyalty/time/window.ts';
import { zoneNamed } from '#loyalty/time/zone.ts';
import type {
  Collector,
  LoadedMeasure,
  LoadedMetric,
  LoadedProgramme,
  LoadedVersion,
  OnMetric,
  OnRule,
  ReachRule,
  TickRule,
  TickSource,
} from './loaded.ts';
import { inDependencyOrder } from './needs.ts';
import { laddersRead } from './references.ts';
import type { LoadRefusal } from './refusal.ts';

/**
 * Compiles parsed definitions for the fold: checks what the engine itself relies on (zones, dependencies), hashes every
 * version and indexes its lists. Programmes that are read by others come first in the result.
 */
export function loadProgrammes(
  definitions: readonly Programme[],
): Result<readonly LoadedProgramme[], LoadRefusal> {
  for (const definition of definitions) {
    if (zoneNamed(definition.tz) === undefined) {
      return err({ kind: 'unknown_zone', zone: definition.tz, path: `${definition.id}.tz` });
    }
  }
  const ordered = inDependencyOrder(definitions);
  if (!ordered.ok) return ordered;
  const frozen = laddersRead(ordered.value);
  return ok(
    ordered.value.map((definition, index) => load(definition, index, frozen.get(definition.id) ?? [])),
  );
}

/** By what they say, in canonical JSON: what says the same is one. In the order of their places. */
type Collectors = Map<string, { readonly place: number; readonly collector: Collector }>;

function load(definition: Programme, index: number, frozenLadders: readonly Id[]): LoadedProgramme {
  const collectors: Collectors = new Map();
  const { versions, ...common } = definition;
  const lists = [{ fromMs: -Infinity, definition: common as Lists & object }];
  for (const version of versions ?? []) {
    lists.push({ fromMs: instantMs(version.from), definition: { ...withoutLists(common), ...version } });
  }
  lists.sort((a, b) => a.fromMs - b.fromMs);
  return {
    id: definition.id,
    index,
    zone: zoneNamed(definition.tz)!,
    currency: definition.currency,
    needs: definition.needs ?? [],
    scope: definition.scope,
    dedupe: definition.dedupe ?? [],
    versions: lists.map((version, at) => ({
      ...loadVersion(version.definition, collectors, frozenLadders),
      index: at,
      fromMs: version.fromMs,
      untilMs: lists[at + 1]?.fromMs ?? Infinity,
      hash: sha256HexOfText(canonicalJson(version.definition)),
    })),
    collectors: [...collectors.values()].map(({ collector }) => collector),
    limited: limitedIn(lists.map((version) => version.definition)),
    earnedUnits: new Set(
      lists.flatMap(({ definition: { metrics = [] } }) =>
        metrics.flatMap((metric) => ('earned' in metric ? [metric.earned] : [])),
      ),
    ),
  };
}

function limitedIn(versions: readonly Lists[]): ReadonlySet<string> {
  const keys = (kind: string, entries: readonly { readonly id: Id; readonly limit?: unknown }[] = []) =>
    entries.filter((entry) => entry.limit !== undefined).map((entry) => `${kind}:${entry.id}`);
  return new Set(
    versions.flatMap(({ rules, rewards, vouchers }) => [
      ...keys('rule', rules),
      ...keys('reward', rewards),
      ...keys('voucher', vouchers),
    ]),
  );
}

/** A version replaces every list; what is no list (zone, currency, scope) belongs to the whole programme. */
function withoutLists(common: Omit<Programme, 'versions'>): object {
  const { id, tz, currency, needs, scope, dedupe } = common;
  return {
    id,
    tz,
    currency,
    ...(needs !== undefined && { needs }),
    ...(scope !== undefined && { scope }),
    ...(dedupe !== undefined && { dedupe }),
  };
}

type VersionLists = Omit<LoadedVersion, 'index' | 'fromMs' | 'untilMs' | 'hash'>;

function loadVersion(lists: Lists, collectors: Collectors, frozenLadders: readonly Id[]): VersionLists {
  const rules = lists.rules ?? [];
  const ladders = byId(lists.ladders);
  return {
    units: byId(lists.units),
    metrics: new Map((lists.metrics ?? []).map((metric) => [metric.id, loadMetric(metric, collectors)])),
    segments: byId(lists.segments),
    ladders,
    vouchers: byId(lists.vouchers),
    rewards: byId(lists.rewards),
    autoVouchers: (lists.vouchers ?? []).filter((voucher) => voucher.auto !== undefined),
    onRules: indexByType(rules.filter((rule): rule is OnRule => 'on' in rule)),
    reachRules: rules.filter((rule): rule is ReachRule => 'reach' in rule),
    eventLadders: (lists.ladders ?? []).filter((ladder) => ladder.eval === 'event'),
    ticks: tickSources(lists),
    benefits: lists.benefits ?? [],
    mayWait: [
      ...rules.map(({ do: effects }) => effects),
      ...(lists.rewards ?? []).map(({ gives = [] }) => gives),
    ]
      .flat()
      .some((effect) => 'earn' in effect && effect.earn.after !== undefined),
    feed: lists.feed ?? [],
    measures: (lists.measures ?? []).map((measure): LoadedMeasure => ({
      measure,
      exposures: collectorIndex(collectors, { on: measure.expose, agg: 'count' }),
      collector: collectorIndex(collectors, measure.metric),
    })),
    frozenLadders: frozenLadders.filter((id) => ladders.has(id)),
  };
}

function byId<T extends { readonly id: Id }>(entries: readonly T[] | undefined): ReadonlyMap<Id, T> {
  return new Map((entries ?? []).map((entry) => [entry.id, entry]));
}

function loadMetric(metric: Metric, collectors: Collectors): LoadedMetric {
  if ('value' in metric) return { kind: 'value', id: metric.id, value: metric.value, every: metric.every };
  const win = metric.win ?? 'all';
  if ('earned' in metric) return { kind: 'earned', id: metric.id, unit: metric.earned, win };
  return { kind: 'events', id: metric.id, collector: collectorIndex(collectors, metric), win };
}

function collectorIndex(
  collectors: Collectors,
  source: Pick<OnMetric, 'on' | 'agg' | 'of' | 'by' | 'asOf'>,
): number {
  const wanted: Collector = {
    on: source.on,
    agg: source.agg,
    ...(source.of !== undefined && { of: source.of }),
    ...(source.by !== undefined && { by: source.by }),
    recorded: source.asOf === 'rec',
  };
  const text = canonicalJson(wanted);
  const found = collectors.get(text);
  if (found !== undefined) return found.place;
  const place = collectors.size;
  collectors.set(text, { place, collector: wanted });
  return place;
}

function indexByType(rules: readonly OnRule[]): ReadonlyMap<string, readonly OnRule[]> {
  const types = new Set(['*', ...rules.flatMap((rule) => typesOf(rule.on) ?? [])]);
  return new Map(
    [...types].map((type) => [type, rules.filter((rule) => typesOf(rule.on)?.includes(type) ?? true)]),
  );
}

function typesOf(match: Match): readonly string[] | undefined {
  return typeof match.type === 'string' ? [match.type] : match.type;
}

/** At one instant: sampled metrics, then ladders, then tick rules, each in declaration order (README.md, "Order in time"). */
function tickSources(lists: Lists): readonly TickSource[] {
  const sources: { readonly tick: Tick; readonly what: TickSource['what'] }[] = [];
  for (const metric of lists.metrics ?? []) {
    if ('value' in metric && metric.every)
      sources.push({ tick: metric.every, what: { kind: 'metric', id: metric.id } });
  }
  for (const ladder of lists.ladders ?? []) {
    if (typeof ladder.eval === 'object')
      sources.push({ tick: ladder.eval, what: { kind: 'ladder', id: ladder.id } });
  }
  for (const rule of lists.rules ?? []) {
    if (isTickRule(rule)) sources.push({ tick: rule.tick, what: { kind: 'rule', rule } });
  }
  return sources.map((source, order) => ({ ...source, order }));
}

function isTickRule(rule: Rule): rule is TickRule {
  return 'tick' in rule;
}
