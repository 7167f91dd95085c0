// Histories by a fixed recipe, so that every run and every contestant folds the same events.
import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';

export function loadNamed(names: readonly string[]): readonly LoadedProgramme[] {
  const loaded = loadProgrammes(names.map((name) => PUBLISHED_DEFINITIONS[name] as Programme));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}

export const START_S = 1_451_606_400;
export const MEMBERS = 100;

/** A multiplicative congruential recipe (Lewis, Goodman, Miller): numbers below n. */
export function recipe(start: number): (n: number) => number {
  let seed = start;
  return (n) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % n;
  };
}

/**
 * Purchases of DigiClub members, a minute apart; `mixed` adds refunds, rewards and the use of vouchers. The amounts let the first
 * thousand events already pay for rewards: what happens at the start is what happens later.
 */
export function digiclubEvents(count: number, mixed: boolean): readonly LoyaltyEvent[] {
  const upTo = recipe(7);
  return Array.from({ length: count }, (_, index): LoyaltyEvent => {
    const member = `m${upTo(MEMBERS)}`;
    const common = { id: eventId(index), at: instantFromSeconds(START_S + index * 60), member };
    const kind = mixed ? upTo(40) : 40;
    if (kind === 0 && index > 50) return { ...common, type: 'refund', of: eventId(index - 1 - upTo(50)) };
    if (kind === 1) return { ...common, type: 'redeem', reward: 'tapsi-20' };
    const merchant = kind === 2 ? 'tapsi' : 'digikala';
    const purchase = { ...common, type: 'purchase', merchant, amount: 1_000_000 + upTo(30_000_000) };
    return kind === 2 ? { ...purchase, use: ['tapsi20'] } : purchase;
  });
}

/** As they come from a disk or over a wire: texts that nothing else holds on to. */
export function asStored(events: readonly LoyaltyEvent[]): readonly LoyaltyEvent[] {
  return JSON.parse(JSON.stringify(events)) as readonly LoyaltyEvent[];
}

export function eventId(index: number): string {
  return `e${String(index).padStart(8, '0')}`;
}
