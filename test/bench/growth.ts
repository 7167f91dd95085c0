// Whether the cost of an event depends on the length of the history before it.
import { openLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { atMost, reported, type Group } from './figure.ts';
import { digiclubEvents, loadNamed } from './histories.ts';
import { elapsedMs, median, shortestMs } from './stopwatch.ts';

const LARGE = 1_000_000;
const ROUNDS = 100;
/** Events that are timed together: one event takes less than the clock tells apart. */
const PART = 1000;
/** Events that are timed one by one. */
const APPENDED = 50;
const LATE = 256;

export const growthFigures: Group = async () => {
  const programmes = loadNamed(['digiclub']);
  const events = digiclubEvents(LARGE + ROUNDS * (PART + APPENDED), true);
  const large = openLedger(programmes);
  fold(large, events.slice(0, LARGE));
  const few = events.slice(0, PART);
  const times = {
    first: [] as number[],
    later: [] as number[],
    small: [] as number[],
    large: [] as number[],
  };
  // Turn by turn, in one heap: what the collector does to one it does to the other.
  for (let round = 0; round < ROUNDS; round++) {
    const next = LARGE + round * (PART + APPENDED);
    const small = openLedger(programmes);
    times.first.push(shortestMs(1, () => fold(small, few)));
    times.later.push(shortestMs(1, () => fold(large, events.slice(next, next + PART))));
    const after = (from: number) => events.slice(from, from + APPENDED);
    times.small.push(...after(PART).map((event) => elapsedMs(() => small.append(event))));
    times.large.push(...after(next + PART).map((event) => elapsedMs(() => large.append(event))));
  }
  // Sums: the clock's steps even out, and collections count on both sides.
  const perEvent = sum(times.later) / sum(times.first);
  const perAppend = median(times.large) / median(times.small);
  return [
    atMost('digiclub: cost per event, after 1,000,000 events against the first 1,000', perEvent, 1.5),
    atMost('digiclub: one event appended to 1,000,000 against 1,000', perAppend, 1.5),
    reported(
      `digiclub: an event ${LATE} events late, in appends per event after it`,
      lateMs(large, events.at(-LATE)!.at) / (sum(times.later) / ROUNDS / PART) / LATE,
    ),
  ];
};

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function fold(ledger: Ledger, events: readonly LoyaltyEvent[]): void {
  for (const event of events) ledger.append(event);
}

/** Late by the number of events that were appended since. */
function lateMs(ledger: Ledger, at: string): number {
  const times = Array.from({ length: 21 }, (_, index) => {
    const event = {
      id: `late-${index}`,
      at,
      type: 'purchase',
      member: 'm1',
      merchant: 'digikala',
      amount: 1,
    };
    return elapsedMs(() => ledger.append(event));
  });
  return median(times);
}
