// What a ledger holds in memory: per event, and per member that has just come.
import { openLedger } from '#loyalty/engine/ledger.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { reported, unmeasured, type Group } from './figure.ts';
import { digiclubEvents, eventId, loadNamed, START_S } from './histories.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { usedBytes } from './stopwatch.ts';

const EVENTS = 100_000;
const MEMBERS = 10_000;

export const memoryFigures: Group = async () => {
  const events = digiclubEvents(EVENTS, true);
  const perEvent = heldPer(events, EVENTS);
  const perMember = heldPer(newcomers(), MEMBERS);
  if (perEvent === undefined || perMember === undefined)
    return [unmeasured('memory', 'reported', 'start Node with --expose-gc')];
  return [
    reported('digiclub: bytes per event, with the way back', perEvent),
    reported('digiclub: bytes per member with one event', perMember),
  ];
};

/** The events themselves are not counted: they are there before. */
function heldPer(events: readonly LoyaltyEvent[], count: number): number | undefined {
  const programmes = loadNamed(['digiclub']);
  const before = usedBytes();
  const ledger = openLedger(programmes);
  for (const event of events) ledger.append(event);
  const after = usedBytes();
  if (ledger.outcome(events[0]!.id) === undefined) throw new Error('the ledger must outlive the measurement');
  return before === undefined || after === undefined ? undefined : (after - before) / count;
}

function newcomers(): readonly LoyaltyEvent[] {
  return Array.from({ length: MEMBERS }, (_, index) => ({
    id: eventId(index),
    at: instantFromSeconds(START_S + index),
    type: 'profile',
    member: `m${index}`,
  }));
}
