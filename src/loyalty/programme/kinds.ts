// What kind of programme a definition makes, told from its lists, so that a catalogue can be filtered without tags by hand.
import { instantMs } from './instant.ts';
import type { Earn, Effect, Id, Lists, Match, Programme, Rule } from './types.ts';

/** In the order in which they are named to people. */
export const PROGRAMME_KINDS = [
  'points',
  'cashback',
  'miles',
  'stamps',
  'score',
  'tiers',
  'vouchers',
  'challenges',
  'benefits',
  'coalition',
] as const;
export type ProgrammeKind = (typeof PROGRAMME_KINDS)[number];

/** The terms in force: the newest version that has begun, else the programme's own lists. */
export function termsAt(programme: Programme, atMs: number): Lists {
  const begun = (programme.versions ?? []).filter(({ from }) => (instantMs(from) ?? Infinity) <= atMs);
  return begun.toSorted((a, b) => (instantMs(a.from) ?? 0) - (instantMs(b.from) ?? 0)).at(-1) ?? programme;
}

/** Every kind that the terms have something of; `merchants`: how many take part. */
export function kindsOf(terms: Lists, merchants: number): readonly ProgrammeKind[] {
  const units = [...earningsByUnit(terms)].map(([id, earnings]) => unitKinds(terms, id, earnings));
  const collects = (kind: UnitKind) => units.some((kinds) => kinds.includes(kind));
  const found: Readonly<Record<ProgrammeKind, boolean>> = {
    points: collects('points'),
    cashback: collects('cashback'),
    miles: collects('miles'),
    stamps: collects('stamps'),
    score: (terms.metrics ?? []).some((metric) => 'value' in metric),
    tiers: (terms.ladders ?? []).length > 0,
    vouchers: (terms.vouchers ?? []).length > 0,
    challenges: (terms.rules ?? []).some(isChallenge),
    benefits: (terms.benefits ?? []).length > 0,
    coalition: merchants > 1,
  };
  return PROGRAMME_KINDS.filter((kind) => found[kind]);
}

type UnitKind = 'points' | 'cashback' | 'miles' | 'stamps';

interface Earning {
  readonly rule: Rule;
  readonly earn: Earn;
}

function earningsByUnit(terms: Lists): ReadonlyMap<Id, readonly Earning[]> {
  const byUnit = new Map<Id, Earning[]>();
  for (const rule of terms.rules ?? []) {
    for (const { earn } of rule.do.filter(isEarn)) {
      byUnit.set(earn.to, [...(byUnit.get(earn.to) ?? []), { rule, earn }]);
    }
  }
  return byUnit;
}

/** What a unit is to people: distance flown, marks on a card, points, and money as well when it pays at a till. */
function unitKinds(terms: Lists, unit: Id, earnings: readonly Earning[]): readonly UnitKind[] {
  const pays = terms.units?.find(({ id }) => id === unit)?.pay !== undefined;
  const money: readonly UnitKind[] = pays ? ['cashback'] : [];
  if (earnings.some(({ rule }) => 'on' in rule && typesOf(rule.on).includes('flight')))
    return ['miles', ...money];
  // The same number each time, however much is paid: a card that fills up.
  if (earnings.every(({ earn }) => earn.flat !== undefined)) return ['stamps', ...money];
  return ['points', ...money];
}

/** Something to be done so many times within a window or by a date, for a reward. */
function isChallenge(rule: Rule): boolean {
  return 'reach' in rule && rule.at !== undefined && typeof rule.reach === 'object' && 'm' in rule.reach;
}

function isEarn(effect: Effect): effect is Extract<Effect, { readonly earn: Earn }> {
  return 'earn' in effect;
}

function typesOf({ type }: Match): readonly string[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}
