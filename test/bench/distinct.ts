// Distinct counts over a window that has ended are read key by key: what that costs beside a window that reaches to now.
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { openLedger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { LoyaltyEvent, Programme, Window } from '#loyalty/programme/types.ts';
import { reported, type Figure, type Group } from './figure.ts';
import { eventId, START_S } from './histories.ts';
import { elapsedMs } from './stopwatch.ts';

/** Purchases of one member within the window. */
const INSIDE = [1_000, 10_000];
const AFTER = 500;
const RUNS = 3;

export const distinctFigures: Group = async () =>
  INSIDE.flatMap((inside) => [figureOf(inside, 100), figureOf(inside, inside)]);

function figureOf(inside: number, keys: number): Figure {
  const events = purchases(inside + AFTER, keys);
  const ended: Window = { between: [events[0]!.at, events[inside]!.at] };
  const cost =
    costAfter(programmeOver(ended), events, inside) / costAfter(programmeOver('all'), events, inside);
  const [count, kinds] = [inside, keys].map((each) => each.toLocaleString('en'));
  return reported(
    `distinct over an ended window of ${count} events, ${kinds} keys: an event, against an open one`,
    cost,
  );
}

function costAfter(
  programmes: readonly LoadedProgramme[],
  events: readonly LoyaltyEvent[],
  inside: number,
): number {
  return Math.min(
    ...Array.from({ length: RUNS }, () => {
      const ledger = openLedger(programmes);
      for (const event of events.slice(0, inside)) ledger.append(event);
      return elapsedMs(() => {
        for (const event of events.slice(inside)) ledger.append(event);
      });
    }),
  );
}

/** Every purchase asks for the count. */
function programmeOver(win: Window): readonly LoadedProgramme[] {
  const definition: Programme = {
    id: 'shop',
    tz: 'UTC',
    currency: { code: 'EUR', exp: 2 },
    units: [{ id: 'p', scale: 0 }],
    metrics: [{ id: 'kinds', on: { type: 'purchase' }, agg: 'distinct', by: 'kind', win }],
    rules: [
      {
        id: 'earn',
        on: { type: 'purchase' },
        if: { ge: [{ m: 'kinds' }, 1] },
        do: [{ earn: { to: 'p', per: [100, 1] } }],
      },
    ],
  };
  const loaded = loadProgrammes([definition]);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}

function purchases(count: number, keys: number): readonly LoyaltyEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: eventId(index),
    at: instantFromSeconds(START_S + index * 3_600),
    type: 'purchase',
    member: 'm1',
    amount: 1_000,
    kind: `k${index % keys}`,
  }));
}
