// The shortest history that still breaks the same rule: whole chunks of steps go first, then smaller ones (delta debugging).
import type { SeedRun, Verdict } from './run-seed.ts';

/** Runs that may be spent on one failing seed. */
const MOST_TRIES = 120;

export async function shrink(
  failing: SeedRun,
  found: Verdict,
  run: (candidate: SeedRun) => Promise<Verdict>,
): Promise<{ readonly run: SeedRun; readonly verdict: Verdict }> {
  let steps = failing.steps.slice(0, (found.atStep ?? failing.steps.length) + 1);
  let verdict = found;
  let tries = 0;
  for (let size = Math.ceil(steps.length / 2); size >= 1 && tries < MOST_TRIES; size = Math.floor(size / 2)) {
    for (let from = 0; from < steps.length && tries < MOST_TRIES;) {
      const shorter = [...steps.slice(0, from), ...steps.slice(from + size)];
      const tried = await run({ seed: failing.seed, steps: shorter });
      tries += 1;
      if (sameRule(tried, found)) {
        steps = shorter;
        verdict = tried;
      } else from += size;
    }
  }
  return { run: { seed: failing.seed, steps }, verdict };
}

/** The rule without the names and numbers of this history. */
function sameRule(one: Verdict, other: Verdict): boolean {
  return ruleOf(one) !== undefined && ruleOf(one) === ruleOf(other);
}

function ruleOf({ violation }: Verdict): string | undefined {
  return violation
    ?.split('\n')[0]!
    .replaceAll(/[0-9a-f]{8,}|\d+/g, '#')
    .slice(0, 80);
}
