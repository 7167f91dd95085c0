// What a number of a programme is: money, points of a unit, or a plain count.
import { type LoadedMetric, type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import type { Cond, Dur, Expr, Id } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { type Tongue, currencyOf, isMoneyField, unitName } from './programme-words.ts';

export function unitText(
  programme: UsableProgramme,
  version: LoadedVersion,
  { unitId, qty }: { readonly unitId: Id; readonly qty: number },
  tongue: Tongue,
): string {
  const scale = version.units.get(unitId)?.scale ?? 0;
  return `${tongue.format.quantity(qty, scale)} ${unitName(programme, unitId, tongue)}`;
}

export function metricText(
  programme: UsableProgramme,
  metric: LoadedMetric | undefined,
  qty: number,
  { tongue, version }: { readonly tongue: Tongue; readonly version: LoadedVersion },
): string {
  const { format } = tongue;
  if (metric?.kind === 'earned') return unitText(programme, version, { unitId: metric.unit, qty }, tongue);
  const collector = metric?.kind === 'events' ? programme.loaded.collectors[metric.collector] : undefined;
  const isMoney = collector?.agg === 'sum' && isMoneyField(collector.of);
  return isMoney ? format.money({ amountMinor: qty, currency: currencyOf(programme) }) : format.integer(qty);
}

/** How much is missing, as what the tier's condition counts. */
export function missingText(
  programme: UsableProgramme,
  condition: Cond | undefined,
  qty: number,
  world: Tongue & { readonly nowMs: number },
): string {
  const counted = condition !== undefined && 'ge' in condition ? condition.ge[0] : undefined;
  return countedText(programme, counted, qty, world);
}

/** A quantity of what an expression counts by the terms of now: money, a unit of points, or a number. */
export function countedText(
  programme: UsableProgramme,
  counted: Expr | undefined,
  qty: number,
  world: Tongue & { readonly nowMs: number },
): string {
  const version = versionAt(programme.loaded, world.nowMs);
  return countedByTerms(programme, counted ?? qty, qty, { tongue: world, version });
}

/** The same by the terms of a version. */
export function countedByTerms(
  programme: UsableProgramme,
  counted: Expr,
  qty: number,
  { tongue, version }: { readonly tongue: Tongue; readonly version: LoadedVersion },
): string {
  if (typeof counted !== 'number' && 'bal' in counted)
    return unitText(programme, version, { unitId: counted.bal, qty }, tongue);
  const metric = typeof counted !== 'number' && 'm' in counted ? version.metrics.get(counted.m) : undefined;
  return metricText(programme, metric, qty, { tongue, version });
}

const UNIT_NAMES: Readonly<Record<Dur['u'], string>> = {
  s: 'second',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/** "18 months", by the browser's own words. Days of whole months and the like are not converted. */
export function durationText({ n, u }: Dur, { locale }: Tongue): string {
  return new Intl.NumberFormat(locale === 'fa' ? 'fa-u-nu-arabext' : locale, {
    style: 'unit',
    unit: UNIT_NAMES[u],
    unitDisplay: 'long',
  }).format(n);
}
