import type { SoakReport } from './soak.ts';

/** The heap after a collection may waver by so much; a leak of one screen per round is far more. */
const WAVER = 1.25;

/** What a soak has shown to be wrong; empty when the till held. */
export function faultsOf({ tally, till, heaps, unsent }: SoakReport): readonly string[] {
  const counted = (Object.keys(till) as (keyof typeof till)[])
    .filter((name) => name in tally && till[name] !== tally[name])
    .map((name) => `${name}: the till has ${till[name]}, beside it ${tally[name]} were counted`);
  const records = tally.sales + tally.redemptions + tally.undos;
  const lost = unsent === records ? [] : [`${unsent} of ${records} records wait to be sent`];
  const grown = heaps
    .filter(({ early, late }) => late > early * WAVER)
    .map(({ early, late }) => `the heap grew from ${early} to ${late} bytes within a stretch`);
  const [first, last] = [heaps[0], heaps.at(-1)];
  const crept =
    first !== undefined && last !== undefined && last.late > first.late * WAVER
      ? [`the heap of the last stretch, ${last.late} bytes, is larger than that of the first, ${first.late}`]
      : [];
  return [...counted, ...lost, ...grown, ...crept];
}
