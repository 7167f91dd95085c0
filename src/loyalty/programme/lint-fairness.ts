// "The more loyal, the more benefit", and no profit from refunding: warnings, because an operator may mean it.
import { editionsOf } from './editions.ts';
import type { Declared, Edition } from './editions.ts';
import { quoteShort } from './problem.ts';
import type { Report } from './report.ts';
import type { NamedValues } from './named.ts';
import type { Earn, Mult, Pay, Programme, Rat, RatBy } from './types.ts';
import { visitLists } from './visit.ts';

export function lintFairness(programme: Programme, report: Report): void {
  for (const edition of editionsOf(programme)) {
    visitLists(edition.lists, edition.path, {
      RateTable: (table, path) => lintTierRates(table, edition.declared, path, report),
      Benefit: (benefit, path) => {
        if (benefit.if === undefined || !('not' in benefit.if) || !('tier' in benefit.if.not)) return;
        const found = `a benefit lost with the tier ${quoteShort(benefit.if.not.tier[1])}`;
        report.warning(`${path}/if`, 'not_monotone', found, 'more benefits with a higher tier');
      },
    });
    lintWorth(edition, report);
  }
}

/** Rates chosen by tier must not fall from tier to tier; who holds none, or one not named, has `else`. */
function lintTierRates(
  { by, of, else: otherwise = [1, 1] }: NamedValues['RateTable'],
  declared: Declared,
  path: string,
  report: Report,
): void {
  const ladder = by.startsWith('tier:') ? declared.ladders.get(by.slice('tier:'.length)) : undefined;
  let before: Rat = otherwise;
  for (const { id } of ladder?.tiers ?? []) {
    const rate = Object.hasOwn(of, id) ? of[id]! : otherwise;
    if (compareRates(rate, before) < 0) {
      const expected = `at least ${before.join('/')}, the rate below it`;
      report.warning(`${path}/of/${id}`, 'not_monotone', `${rate.join('/')} for ${quoteShort(id)}`, expected);
    }
    before = rate;
  }
}

/** Sign of a - b, exactly. */
function compareRates([an, ad]: Rat, [bn, bd]: Rat): number {
  const difference = BigInt(an) * BigInt(bd) - BigInt(bn) * BigInt(ad);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * Points worth as much as the purchase that earned them make buying, spending the points and refunding a business.
 * Decided for rates per amount of money: quantity per money x largest multipliers x largest worth >= 1.
 */
function lintWorth({ lists, path, declared }: Edition, report: Report): void {
  (lists.rules ?? []).forEach((rule, ruleIndex) => {
    rule.do.forEach((effect, index) => {
      if (!('earn' in effect)) return;
      const pay = declared.units.get(effect.earn.to)?.pay;
      const rate = moneyRate(effect.earn);
      if (pay === undefined || rate === undefined) return;
      const [n, d] = largestWorths(pay).reduce((a, b) => (compareRates(a, b) < 0 ? b : a));
      if (rate.n * BigInt(n) < rate.d * BigInt(d)) return;
      const found = `points worth up to ${String(rate.n * BigInt(n))}/${String(rate.d * BigInt(d))} of the purchase`;
      report.warning(
        `${path}/rules/${ruleIndex}/do/${index}/earn`,
        'refund_profit',
        found,
        'less than the purchase',
      );
    });
  });
}

/** Money per quantity as [money, quantity]: the format writes a worth the other way round, and a table row like it. */
function largestWorths({ worth, table }: Pay): readonly Rat[] {
  const worths = 'if' in worth ? (worth.if.slice(1) as Rat[]) : [worth];
  return [...worths, ...(table ?? [])].map(([quantity, money]) => [money, quantity]);
}

interface BigRate {
  readonly n: bigint;
  readonly d: bigint;
}

/** The most that one minor unit of money can earn, or `undefined` when the base is not money. */
function moneyRate({ per, of, mult, maxPer }: Earn): BigRate | undefined {
  if (per === undefined || (of !== undefined && of !== 'net' && of !== 'list')) return undefined;
  const rate = (mult ?? [])
    .map(largestRate)
    .reduce((product, [n, d]) => ({ n: product.n * BigInt(n), d: product.d * BigInt(d) }), {
      n: BigInt(per[1]),
      d: BigInt(per[0]),
    });
  if (maxPer === undefined) return rate;
  const most = { n: BigInt(maxPer[1]), d: BigInt(maxPer[0]) };
  return rate.n * most.d > most.n * rate.d ? most : rate;
}

/** A conditional multiplier may also not apply: then it is 1. */
function largestRate(mult: Mult): Rat {
  const rates = 'x' in mult ? [[1, 1] as const, ...ratesOf(mult.x)] : ratesOf(mult);
  return rates.reduce((a, b) => (compareRates(a, b) < 0 ? b : a));
}

function ratesOf(rate: RatBy): readonly Rat[] {
  return 'of' in rate ? [...Object.values(rate.of), rate.else ?? [1, 1]] : [rate];
}
