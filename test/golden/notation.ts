// The notation of the golden scenarios: what a file holds and how it becomes events and queries.
import type { Query } from '#loyalty/engine/outcome.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';

export interface ScenarioFile {
  readonly definitionsInProposedFormat?: Readonly<Record<string, unknown>>;
  readonly systems: readonly System[];
}

export interface System {
  readonly id: string;
  readonly scenarios: readonly Scenario[];
}

export interface Scenario {
  readonly id: string;
  readonly title?: string;
  readonly programmes: readonly string[];
  readonly events: readonly WrittenEvent[];
  readonly expect: {
    readonly events?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly states?: readonly (Readonly<Record<string, unknown>> & {
      readonly at: string;
      readonly member?: string;
    })[];
  };
}

export type WrittenEvent = LoyaltyEvent & {
  readonly repeat?: { readonly n: number; readonly everySeconds: number };
};

export const DEFAULT_MEMBER = 'm1';

/** `repeat {n, everySeconds}` stands for n events id#001..id#n, the k-th (k-1) x everySeconds later, same offset. */
export function expandRepeats(events: readonly WrittenEvent[]): readonly LoyaltyEvent[] {
  return events.flatMap(({ repeat, ...event }) => {
    if (repeat === undefined) return [event as LoyaltyEvent];
    return Array.from({ length: repeat.n }, (_, k) => {
      const id = `${event.id}#${String(k + 1).padStart(3, '0')}`;
      return { ...event, id, at: later(event.at as string, k * repeat.everySeconds) } as LoyaltyEvent;
    });
  });
}

export function eventsOf(scenario: Scenario): readonly LoyaltyEvent[] {
  return expandRepeats(scenario.events);
}

export function queriesOf(scenario: Scenario): readonly Query[] {
  return (scenario.expect.states ?? []).map(({ at, member }) => ({ at, member: member ?? DEFAULT_MEMBER }));
}

function later(at: string, seconds: number): string {
  const offset = /(Z|[+-]\d\d:\d\d)$/.exec(at)![0];
  const zero = at.slice(0, -offset.length);
  const localMs = instantFromText(`${zero}Z`)! + seconds * 1000;
  return new Date(localMs).toISOString().slice(0, 19) + offset;
}
