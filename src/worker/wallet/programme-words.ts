import type { Currency, ProgrammeLook } from '#bridge/common-views.ts';
import type { Factor } from '#loyalty/engine/outcome.ts';
import { type LoadedVersion, versionAt } from '#loyalty/engine/loaded.ts';
import type { Earn, Effect, Rule } from '#loyalty/programme/types.ts';
import type { Words } from '#loyalty/programme/presentation.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import type { WalletWorld } from './wallet-world.ts';

/** A programme's own words in the asked language. */
export type Tongue = Pick<WalletWorld, 'locale' | 'format'>;

export function lookOf({ id, presentation, merchants }: UsableProgramme, world: WalletWorld): ProgrammeLook {
  const merchantName = merchants.map((slug) => world.catalogue.merchants.get(slug)?.name).find(Boolean);
  const name = presentation.name[world.locale];
  const added = world.added.find(({ programme }) => programme.id === id);
  return {
    programmeId: id,
    name,
    merchantName: merchantName ?? name,
    colour: presentation.colour,
    icon: presentation.icon,
    ...(added === undefined
      ? {}
      : { added: added.origin.kind === 'verified' ? ('verified' as const) : ('unverified' as const) }),
  };
}

export function currencyOf({ definition }: UsableProgramme): Currency {
  return { code: definition.currency.code, exponent: definition.currency.exp };
}

/** A name that the programme gives, else its id. */
export function wordOf(words: Words | undefined, id: string, { locale }: Tongue): string {
  return words?.[locale] ?? id;
}

export function unitName({ presentation }: UsableProgramme, unitId: string, tongue: Tongue): string {
  return wordOf(presentation.units?.[unitId], unitId, tongue);
}

export function scaleOf(programme: UsableProgramme, unitId: string, atMs: number): number {
  return versionAt(programme.loaded, atMs).units.get(unitId)?.scale ?? 0;
}

/** What a posting of a rule did, in the rule's own sentence. `factors` tell what it was earned for. */
export function ruleSentence(
  programme: UsableProgramme,
  posting: {
    readonly rule?: string;
    readonly qty: number;
    readonly scale: number;
    readonly factors?: readonly Factor[];
  },
  tongue: Tongue,
): string {
  const ruleId = posting.rule;
  if (ruleId === undefined) return '';
  const { rules, rewards } = programme.presentation;
  // A reward that was claimed is the reason of what it cost.
  const text = wordOf(rules?.[ruleId] ?? rewards?.[ruleId], ruleId, tongue);
  const base = (posting.factors ?? []).filter(({ step }) => step === 'base');
  const amount = base.reduce((sum, { value }) => sum + (typeof value === 'number' ? value : 0), 0);
  return filled(text, {
    qty: tongue.format.quantity(Math.abs(posting.qty), posting.scale),
    amount: amountText(programme, ruleOf(programme, ruleId), amount, tongue),
  });
}

/** The rule as a promise: its sentence for some steps of what it counts, e.g. ten full euros, or for the flat quantity. */
export function rulePromise(programme: UsableProgramme, rule: Rule, tongue: Tongue): string | undefined {
  const text = programme.presentation.rules?.[rule.id]?.[tongue.locale];
  if (text === undefined) return undefined;
  const earn = earnOf(rule);
  const [unit, gives] = earn?.per ?? [1, earn?.flat ?? 1];
  const steps = earn?.per === undefined ? 1 : sampleSteps(programme, earn, unit);
  return filled(text, {
    qty: tongue.format.quantity(gives * steps, unitScaleOf(programme, earn?.to)),
    amount: amountText(programme, rule, unit * steps, tongue),
  });
}

/** Ten steps rather than one, and never less than ten of the currency: "10 beans for €10" reads well in every language. */
function sampleSteps(programme: UsableProgramme, earn: Earn, unit: number): number {
  const least = isMoneyField(earn.of) ? SAMPLE_STEPS * 10 ** programme.definition.currency.exp : 0;
  let steps = SAMPLE_STEPS;
  while (unit * steps < least) steps *= SAMPLE_STEPS;
  return steps;
}

const SAMPLE_STEPS = 10;

/** A unit may be declared by a version only, and keeps its decimals through all of them. */
export function unitScaleOf({ definition }: UsableProgramme, unitId: string | undefined): number {
  const lists = [definition, ...(definition.versions ?? [])];
  return lists.flatMap(({ units }) => units ?? []).find(({ id }) => id === unitId)?.scale ?? 0;
}

/** The rules in force that the programme has words for, in its order, then its ladders of tiers. */
export function promisesOf(programme: UsableProgramme, tongue: Tongue, nowMs: number): readonly string[] {
  const version = versionAt(programme.loaded, nowMs);
  const inForce = rulesInForce(version);
  const rules = rulesOf(programme).flatMap(({ id }) => {
    const rule = inForce.get(id);
    return rule === undefined ? [] : (rulePromise(programme, rule, tongue) ?? []);
  });
  const ladders = [...version.ladders.values()].map((ladder) => {
    const words = programme.presentation.ladders?.[ladder.id];
    const tiers = ladder.tiers.map(({ id }) => wordOf(words?.tiers[id], id, tongue));
    const name = wordOf(words?.name, ladder.id, tongue);
    // A level that is all there is to its ladder has its name.
    return tiers.length === 1 && tiers[0] === name ? name : `${name}: ${tiers.join(' · ')}`;
  });
  return [...new Set([...rules, ...ladders])];
}

export function rulesInForce({ onRules, reachRules, ticks }: LoadedVersion): ReadonlyMap<string, Rule> {
  const ofTime = ticks.flatMap(({ what }) => (what.kind === 'rule' ? [what.rule] : []));
  const all: readonly Rule[] = [...[...onRules.values()].flat(), ...reachRules, ...ofTime];
  return new Map(all.map((rule) => [rule.id, rule]));
}

/** The newest version of every rule. */
function rulesOf({ definition }: UsableProgramme): readonly Rule[] {
  const lists = [definition, ...(definition.versions ?? [])];
  return [...new Map(lists.flatMap(({ rules }) => rules ?? []).map((rule) => [rule.id, rule])).values()];
}

/** The newest terms of a rule. */
export function ruleOf(programme: UsableProgramme, ruleId: string): Rule | undefined {
  return rulesOf(programme).find(({ id }) => id === ruleId);
}

export function earnOf(rule: Rule | undefined): Earn | undefined {
  return rule?.do.find((effect): effect is Extract<Effect, { earn: Earn }> => 'earn' in effect)?.earn;
}

/** Fields of a purchase that are money; whatever else a rule counts is a plain number. */
const MONEY_FIELDS: readonly string[] = ['net', 'amount', 'list'];

export function isMoneyField(field: string | undefined): boolean {
  return MONEY_FIELDS.includes(field ?? 'net');
}

/** What a rule counts, as money, in the measure of its activity, or as a plain number. */
export function amountText(
  programme: UsableProgramme,
  rule: Rule | undefined,
  amount: number,
  tongue: Tongue,
): string {
  const { format } = tongue;
  const measure = measureOf(programme, rule);
  if (measure !== undefined)
    return `${format.quantity(amount, measure.scale)} ${wordOf(measure.name, '', tongue)}`;
  return isMoneyField(earnOf(rule)?.of)
    ? format.money({ amountMinor: amount, currency: currencyOf(programme) })
    : format.integer(amount);
}

function measureOf({ presentation }: UsableProgramme, rule: Rule | undefined) {
  const action = rule !== undefined && 'on' in rule ? rule.on.where?.['action'] : undefined;
  const actions =
    typeof action === 'object' && Array.isArray(action) ? (action as readonly unknown[]) : [action];
  return actions
    .map((each) => presentation.activities?.[String(each)]?.quantity)
    .find((quantity) => quantity !== undefined);
}

/** Up to three decimals, which is what programmes use; a longer fraction is written as one. */
export function fractionText(n: number, d: number, { format }: Tongue): string {
  const thousandths = (n * 1_000) / d;
  return Number.isSafeInteger(thousandths)
    ? format.quantity(thousandths, 3)
    : `${format.integer(n)}/${format.integer(d)}`;
}

export function byText(
  programme: UsableProgramme,
  [key, value]: readonly [string, string],
  tongue: Tongue,
): string {
  const ladder = key.startsWith('tier:')
    ? programme.presentation.ladders?.[key.slice('tier:'.length)]
    : undefined;
  return wordOf(ladder?.tiers[value], value, tongue);
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
