import type { ChangedTerm, VersionView } from '#bridge/wallet-programme.ts';
import type { LoadedVersion } from '#loyalty/engine/loaded.ts';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import type { Ladder, Reward, Rule, Unit } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { thresholdOf } from './programme-ladders.ts';
import { currencyOf, rulePromise, rulesInForce, unitName, wordOf } from './programme-words.ts';
import { countedByTerms, durationText, unitText } from './quantity-words.ts';
import type { WalletWorld } from './wallet-world.ts';

/** What each version of the terms changed against the one before, newest first. What has no name is not told. */
export function changeViews(programme: UsableProgramme, world: WalletWorld): readonly VersionView[] {
  const { versions } = programme.loaded;
  const views = versions.slice(1).map((version, index): VersionView => {
    const before = versions[index]!;
    const terms: Terms = { programme, world, before, after: version };
    return { fromMs: version.fromMs, ahead: version.fromMs > world.nowMs, items: changedTerms(terms) };
  });
  // The terms before the first version are empty where a programme declares everything in versions: that is its beginning.
  return views.filter(({ items }, index) => items.length > 0 && !isEmpty(versions[index]!)).toReversed();
}

function isEmpty({ units, rewards, ladders, benefits, onRules }: LoadedVersion): boolean {
  const rules = [...onRules.values()].flat();
  return units.size + rewards.size + ladders.size + benefits.length + rules.length === 0;
}

interface Terms {
  readonly programme: UsableProgramme;
  readonly world: WalletWorld;
  readonly before: LoadedVersion;
  readonly after: LoadedVersion;
}

interface Kind<T> {
  readonly what: ChangedTerm['what'];
  readonly listOf: (version: LoadedVersion) => ReadonlyMap<string, T>;
  /** `undefined` for what stays in the background. */
  readonly nameOf: (id: string) => string | undefined;
  readonly termsOf?: (item: T, version: LoadedVersion) => string | undefined;
}

function changedTerms(terms: Terms): readonly ChangedTerm[] {
  const { programme, world } = terms;
  const { rewards, rules, benefits, vouchers, ladders, units } = programme.presentation;
  const word =
    (words: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined) => (id: string) =>
      words?.[id]?.[world.locale];
  return [
    ...differences<Rule>(terms, {
      what: 'rule',
      listOf: rulesInForce,
      nameOf: (id) => sentenceWithoutNumbers(rules?.[id]?.[world.locale]),
      termsOf: (rule) => rulePromise(programme, rule, world),
    }),
    ...differences<Reward>(terms, {
      what: 'reward',
      listOf: ({ rewards: list }) => list,
      nameOf: word(rewards),
      termsOf: (reward, version) => priceText(reward, version, terms),
    }),
    ...differences<Unit>(terms, {
      what: 'unit',
      listOf: ({ units: list }) => list,
      nameOf: word(units),
      termsOf: ({ idle, expire }) => lapseText(idle ?? expire, world),
    }),
    ...differences<Ladder>(terms, {
      what: 'ladder',
      listOf: ({ ladders: list }) => list,
      nameOf: (id) => ladders?.[id]?.name[world.locale],
      termsOf: (ladder, version) => tiersText(ladder, version, terms),
    }),
    ...differences(terms, {
      what: 'benefit',
      listOf: (version) => byId(version.benefits),
      nameOf: word(benefits),
    }),
    ...differences(terms, { what: 'voucher', listOf: ({ vouchers: list }) => list, nameOf: word(vouchers) }),
  ];
}

function differences<T>(
  { before, after }: Terms,
  { what, listOf, nameOf, termsOf }: Kind<T>,
): readonly ChangedTerm[] {
  const [old, now] = [listOf(before), listOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): readonly ChangedTerm[] => {
    const name = nameOf(id);
    const [was, is] = [old.get(id), now.get(id)];
    if (name === undefined || (was !== undefined && is !== undefined && sameTerms(was, is))) return [];
    const beforeText = was === undefined ? undefined : termsOf?.(was, before);
    const afterText = is === undefined ? undefined : termsOf?.(is, after);
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    const isTold = beforeText !== afterText;
    return [
      {
        what,
        name,
        change,
        ...(isTold && beforeText !== undefined ? { before: beforeText } : {}),
        ...(isTold && afterText !== undefined ? { after: afterText } : {}),
      },
    ];
  });
}

function sameTerms(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function byId<T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((item) => [item.id, item]));
}

/** A rule has no other name than its sentence; the numbers in it are what changes. */
function sentenceWithoutNumbers(sentence: string | undefined): string | undefined {
  return sentence?.replace(/\{\w+\}/g, '…');
}

function priceText(
  { cost }: Reward,
  version: LoadedVersion,
  { programme, world }: Terms,
): string | undefined {
  if (cost === undefined) return undefined;
  if ('money' in cost) {
    if (typeof cost.money !== 'number') return undefined;
    return world.format.money({ amountMinor: cost.money, currency: currencyOf(programme) });
  }
  return typeof cost.qty === 'number'
    ? unitText(programme, version, { unitId: cost.unit, qty: cost.qty }, world)
    : unitName(programme, cost.unit, world);
}

function lapseText(duration: Unit['expire'], world: WalletWorld): string | undefined {
  return duration === undefined ? undefined : durationText(duration, world);
}

function tiersText({ id, tiers }: Ladder, version: LoadedVersion, { programme, world }: Terms): string {
  const words = programme.presentation.ladders?.[id]?.tiers;
  const texts = tiers.map((tier) => {
    const name = wordOf(words?.[tier.id], tier.id, world);
    const [counted, goal] = thresholdOf(tier.if) ?? [];
    if (counted === undefined || goal === undefined || goal === 0) return name;
    return `${name} ${countedByTerms(programme, counted, goal, { tongue: world, version })}`;
  });
  return texts.join(' · ');
}
