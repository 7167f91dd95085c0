// One history for every engine: 150 events of three members in a catalogue of four programmes, made by a fixed recipe.
import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';

const NAMES = ['alibaba-88-loreal', 'marriott-88', 'nordstrom', 'sephora'];

export function fixedProgrammes(): readonly LoadedProgramme[] {
  const loaded = loadProgrammes(NAMES.map((name) => PUBLISHED_DEFINITIONS[name] as Programme));
  if (!loaded.ok) throw new Error(loaded.error.kind);
  return loaded.value;
}

const START_S = 1_514_764_800;
const STORES = ['tmall-supermarket', 'loreal-skin', 'loreal-hair', 'books'];

/** A congruential recipe instead of randomness: the same numbers in every engine. */
export function fixedHistory(count = 150): readonly LoyaltyEvent[] {
  let seed = 1;
  const upTo = (n: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % n;
  };
  return Array.from({ length: count }, (_, index): LoyaltyEvent => {
    const at = instantFromSeconds(START_S + index * 86_400 + upTo(86_000));
    const common = { id: `e${index}`, at, member: `m${1 + upTo(3)}` };
    if (index % 9 === 8) return { ...common, type: 'refund', of: `e${index - 1 - upTo(8)}` };
    if (index % 50 === 7)
      return { ...common, type: 'buy', reward: 'vip-year', paid: [8800, 88_800][upTo(2)]! };
    const merchant = ['sephora', 'tmall', 'loreal-skin'][upTo(3)]!;
    const store = STORES[upTo(4)]!;
    const lines = [1, 2].map((n) => ({ id: `l${n}`, amount: 100 + upTo(60_000), cat: `c${upTo(5)}`, store }));
    const family = upTo(2) === 0 ? 'nordstrom' : 'other';
    return {
      ...common,
      type: 'purchase',
      merchant,
      platform: 'tmall',
      family,
      payWith: 'nordstrom-card',
      lines,
    };
  });
}
