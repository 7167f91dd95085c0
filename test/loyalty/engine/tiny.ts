// Small programmes and histories for the engine's tests.
import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import type { EventOutcome, MemberState, Replay } from '#loyalty/engine/outcome.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import type { Lists, LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';

export function programme(lists: Lists & Partial<Programme>): Programme {
  return { id: 'shop', tz: 'UTC', currency: { code: 'EUR', exp: 2 }, ...lists };
}

/** Parsed, linted and loaded, or the test fails with the refusal. */
export function load(...definitions: readonly Programme[]): readonly LoadedProgramme[] {
  const parsed = definitions.map((definition) => {
    const result = loadProgramme(definition);
    if (!result.ok) throw new Error(JSON.stringify(result.error, undefined, 1));
    return result.value;
  });
  const loaded = loadProgrammes(parsed);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}

export type Written = Partial<LoyaltyEvent> & { readonly id: string };

/** Events of 2020: `at` may be given as `MM-DD` or `MM-DDTHH:MM`. */
export function event(written: Written): LoyaltyEvent {
  return { type: 'purchase', member: 'm1', ...written, at: instant(written.at ?? '01-01') };
}

export function instant(at: string): string {
  if (at.length > 16) return at;
  return `2020-${at.includes('T') ? at : `${at}T00:00`}:00Z`;
}

export interface Told {
  readonly replayed: Replay;
  readonly of: (id: string) => EventOutcome;
  readonly state: MemberState;
}

/** Folds a history; the state is m1's at `at` (default the end of 2020). */
export function tell(
  definitions: Programme | readonly Programme[],
  events: readonly Written[],
  at = '12-31',
): Told {
  const list = Array.isArray(definitions)
    ? (definitions as readonly Programme[])
    : [definitions as Programme];
  const replayed = replay(load(...list), events.map(event), [{ at: instant(at), member: 'm1' }]);
  return { replayed, of: (id) => replayed.outcomes.get(id)!, state: replayed.states[0]! };
}
