// Which events are plain: those that only earn at fixed rates and change nothing else. Whether an event is one, and what it
// earns, follows from the event and the definitions alone, never from the state; so it need not be remembered.
import type { Dur, Earn, Id, LoyaltyEvent, Match, Round } from '#loyalty/programme/types.ts';
import type { Zone } from '#loyalty/time/zone.ts';
import { isCommand } from './commands.ts';
import { isFixed } from './earn.ts';
import { isAmount, matchesType, passes } from './event-view.ts';
import { versionAt, type LoadedProgramme, type LoadedVersion, type OnRule } from './loaded.ts';
import { fraction, multiply, roundFraction, scaleFloor } from './rational.ts';

/** Compiled once per set of programmes. */
export interface PlainPlan {
  readonly programmes: readonly LoadedProgramme[];
  /** From the last to the first: between two starts of versions the same ones are in force. */
  readonly stretches: readonly {
    readonly fromMs: number;
    /** By event type; filled when a type is first met. */
    readonly kinds: Map<string, Kind>;
  }[];
  /** No unit ever ends or waits: nothing lapses between events. */
  readonly isLasting: boolean;
}

export interface PlainEarning {
  /** Position among the loaded programmes. */
  readonly programme: number;
  readonly zone: Zone;
  readonly unit: Id;
  readonly expire: Dur | undefined;
  /** From the event's amount in minor units; at most 0 earns nothing. */
  readonly quantityOf: (baseMinor: number) => number;
}

type Test = (event: LoyaltyEvent) => boolean;

/** `undefined`: no event of the type is plain. */
type Kind = readonly Part[] | undefined;

/** What one programme asks of an event of one type. */
interface Part {
  readonly inScope: Test;
  /** In scope, and one of these holds: not plain. */
  readonly obstacles: readonly Test[];
  readonly rules: readonly { readonly applies: Test; readonly earnings: readonly PlainEarning[] }[];
}

export function compilePlain(programmes: readonly LoadedProgramme[]): PlainPlan {
  const starts = programmes.flatMap(({ versions }) => versions.map(({ fromMs }) => fromMs));
  const stretches = [...new Set(starts)]
    .sort((a, b) => b - a)
    .map((fromMs) => ({ fromMs, kinds: new Map<string, Kind>() }));
  return { programmes, stretches, isLasting: programmes.every(isLasting) };
}

function isLasting({ versions }: LoadedProgramme): boolean {
  return versions.every(
    ({ units, mayWait }) =>
      !mayWait && [...units.values()].every((unit) => unit.expire === undefined && unit.idle === undefined),
  );
}

const NOTHING: readonly PlainEarning[] = [];

/** What a plain event earns, in the order of its postings; `undefined` when it is not plain. */
export function plainEarnings(
  plan: PlainPlan,
  event: LoyaltyEvent,
  atMs: number,
): readonly PlainEarning[] | undefined {
  if (event.use !== undefined || event.pay !== undefined) return undefined;
  if (event.rec !== undefined && event.rec !== event.at) return undefined;
  const parts = kindOf(plan, event.type, atMs);
  if (parts === undefined) return undefined;
  let earnings = NOTHING;
  for (let index = 0; index < parts.length; index++) {
    const { inScope, obstacles, rules } = parts[index]!;
    if (!inScope(event)) continue;
    for (let each = 0; each < obstacles.length; each++) if (obstacles[each]!(event)) return undefined;
    for (let each = 0; each < rules.length; each++) {
      const rule = rules[each]!;
      if (!rule.applies(event)) continue;
      earnings = earnings.length === 0 ? rule.earnings : [...earnings, ...rule.earnings];
    }
  }
  return earnings;
}

function kindOf({ programmes, stretches }: PlainPlan, type: string, atMs: number): Kind {
  let index = 0;
  while (index < stretches.length && stretches[index]!.fromMs > atMs) index++;
  const stretch = stretches[index];
  if (stretch === undefined) return undefined;
  const known = stretch.kinds.get(type);
  if (known !== undefined || stretch.kinds.has(type)) return known;
  const kind = isCommand(type) ? undefined : compileKind(programmes, type, atMs);
  stretch.kinds.set(type, kind);
  return kind;
}

const ALWAYS: Test = () => true;

function compileKind(programmes: readonly LoadedProgramme[], type: string, atMs: number): Kind {
  const parts: Part[] = [];
  for (const programme of programmes) {
    if (!matchesType(programme.scope ?? {}, type)) continue;
    const inScope = testOf(programme.scope ?? {});
    const part = partOf(programme, versionAt(programme, atMs), type);
    if (part.obstacles.length === 0 && part.rules.length === 0) continue;
    if (inScope === undefined || (inScope === ALWAYS && part.obstacles.includes(ALWAYS))) return undefined;
    parts.push({ ...part, inScope });
  }
  return parts;
}

function partOf(programme: LoadedProgramme, version: LoadedVersion, type: string): Omit<Part, 'inScope'> {
  const { autoVouchers, eventLadders, reachRules } = version;
  const isBusy = [autoVouchers, eventLadders, reachRules, programme.dedupe].some(({ length }) => length > 0);
  const reading = programme.collectors.filter(({ on }) => matchesType(on, type));
  const obstacles = reading.map(({ on }) => testOf(on) ?? ALWAYS);
  if (isBusy) obstacles.push(ALWAYS);
  const rules: Part['rules'][number][] = [];
  for (const rule of version.onRules.get(type) ?? version.onRules.get('*') ?? []) {
    const applies = testOf(rule.on);
    const earnings = isUnconditional(programme, rule) ? earningsOf(programme, version, rule) : undefined;
    if (applies !== undefined && earnings !== undefined) rules.push({ applies, earnings });
    else obstacles.push(applies ?? ALWAYS);
  }
  return { obstacles, rules };
}

function isUnconditional({ limited }: LoadedProgramme, rule: OnRule): boolean {
  const { id, if: condition, group, limit } = rule;
  return condition === undefined && group === undefined && limit === undefined && !limited.has(`rule:${id}`);
}

function earningsOf(
  programme: LoadedProgramme,
  version: LoadedVersion,
  rule: OnRule,
): readonly PlainEarning[] | undefined {
  const earnings: PlainEarning[] = [];
  for (const effect of rule.do) {
    if (!('earn' in effect) || !isPlainEarn(programme, effect.earn)) return undefined;
    const { to } = effect.earn;
    const { index, zone } = programme;
    const expire = version.units.get(to)?.expire;
    earnings.push({ programme: index, zone, unit: to, expire, quantityOf: quantityOf(effect.earn) });
  }
  return earnings;
}

/** Fixed rates on the amount of the whole event, to a unit in which only lots remember it. */
function isPlainEarn({ versions, earnedUnits }: LoadedProgramme, earn: Earn): boolean {
  const { to, of = 'net', lines, maxPer, after } = earn;
  if (!isFixed(earn) || lines !== undefined || maxPer !== undefined || after !== undefined) return false;
  if (of !== 'net' && of !== 'list' && of !== 'amount') return false;
  return !earnedUnits.has(to) && versions.every(({ units }) => units.get(to)?.idle === undefined);
}

/** The same as `formula.ts` for these earnings: exact, rounded once. */
function quantityOf({ per, flat = 0, whole = false, round = 'floor', least = -Infinity }: Earn) {
  if (per === undefined) return () => Math.max(flat, least);
  const [unit, gives] = per;
  if (whole) return (base: number) => Math.max(scaleFloor(base, 1, unit) * gives, least);
  if (round === 'floor') return (base: number) => Math.max(scaleFloor(base, gives, unit), least);
  return (base: number) => Math.max(rounded(base, per, round), least);
}

function rounded(base: number, [unit, gives]: readonly [number, number], round: Round): number {
  return roundFraction(multiply(fraction(base, unit), [gives, 1]), round);
}

/** Whether an event matches, as far as the event alone can tell; `undefined` when prices or lines have a say. */
function testOf({ where, line }: Match): Test | undefined {
  if (line !== undefined) return undefined;
  const tests = Object.entries(where ?? {}).map(([name, test]): Test | undefined => {
    if (isAmount(name)) return undefined;
    return typeof test === 'object' ? (event) => passes(test, event[name]) : (event) => event[name] === test;
  });
  if (tests.includes(undefined)) return undefined;
  const [first, ...others] = tests as readonly Test[];
  if (first === undefined) return ALWAYS;
  return others.length === 0 ? first : (event) => first(event) && others.every((test) => test(event));
}
