// The set of events that a ledger knows, voided ones included, and what a new one changes in the timeline.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { firstWhere } from './in-time.ts';
import { enter, hashOf, newIdIndex, slotOf, type IdIndex } from './id-index.ts';
import { compareTimed, isVoid, supersedes, timedOf, voidedIds, type Timed } from './timeline.ts';

/** Events by their number, which is the order of arrival. Plain data, in flat lists, because there are many. */
export interface KnownEvents {
  readonly events: LoyaltyEvent[];
  /** Their instants. */
  readonly timesMs: number[];
  /** Numbers by id; of two events with one id the one that counts. */
  readonly index: IdIndex;
  /** Numbers of events of type `void` in their order. */
  readonly voids: number[];
  voided: ReadonlySet<string>;
}

/** Numbers of the events that leave the timeline and of those that enter it. */
export interface Change {
  readonly leaves: readonly number[];
  readonly enters: readonly number[];
}

export function newKnownEvents(): KnownEvents {
  return { events: [], timesMs: [], index: newIdIndex(), voids: [], voided: new Set() };
}

const NONE: readonly never[] = [];
const NO_CHANGE: Change = { leaves: NONE, enters: NONE };

/** -1 for an id that is not known. */
export function numberOf({ index, events }: KnownEvents, id: string): number {
  return index.slots[slotOf(index, events, id, hashOf(id))]! - 1;
}

/** The number of an event that was not known, or -1 when it changes more than that it comes in: then `learn` it. */
export function learnNew(known: KnownEvents, event: LoyaltyEvent, atMs: number): number {
  if (event.type === 'void') return -1;
  const { index, events } = known;
  const hash = hashOf(event.id);
  const slot = slotOf(index, events, event.id, hash);
  if (index.slots[slot] !== 0 || (known.voided.size > 0 && known.voided.has(event.id))) return -1;
  enter(index, slot, hash);
  known.timesMs.push(atMs);
  return events.push(event) - 1;
}

/** Takes note of an event; one that is known already, or that another one of the same id outdoes, changes nothing. */
export function learn(known: KnownEvents, event: LoyaltyEvent): Change {
  const timed = timedOf(event);
  const before = numberOf(known, event.id);
  if (!supersedes(timed, before === -1 ? undefined : timedAt(known, before))) return NO_CHANGE;
  const number = enlist(known, timed);
  const replaced = before === -1 ? NONE : [before];
  const isAboutVoids = [number, ...replaced].some((each) => isVoid(timedAt(known, each)));
  if (isAboutVoids) return relearnVoids(known, replaced, number);
  return known.voided.has(event.id) ? NO_CHANGE : { leaves: replaced, enters: [number] };
}

/** The next number is the event's, and so is its id. */
function enlist({ index, events, timesMs }: KnownEvents, { event, atMs }: Timed): number {
  const hash = hashOf(event.id);
  enter(index, slotOf(index, events, event.id, hash), hash);
  timesMs.push(atMs);
  return events.push(event) - 1;
}

/** A void, or what takes the place of one: the voids are settled anew, and events whose fate changed move. */
function relearnVoids(known: KnownEvents, replaced: readonly number[], number: number): Change {
  const earlier = known.voided;
  const { voids } = known;
  for (const old of replaced) if (isVoid(timedAt(known, old))) voids.splice(voids.indexOf(old), 1);
  if (isVoid(timedAt(known, number))) voids.splice(placeOf(known, voids, number), 0, number);
  known.voided = voidedIds(voids.map((each) => timedAt(known, each)));
  const leaves = replaced.filter((old) => counts(timedAt(known, old), earlier));
  const enters = counts(timedAt(known, number), known.voided) ? [number] : [];
  for (const id of new Set([...earlier, ...known.voided])) {
    const touched = numberOf(known, id);
    if (touched === -1 || touched === number || isVoid(timedAt(known, touched))) continue;
    if (earlier.has(id) === known.voided.has(id)) continue;
    (known.voided.has(id) ? leaves : enters).push(touched);
  }
  return { leaves, enters };
}

/** Only the voids and one other event, which gets the number 0. */
export function soleEvents(known: KnownEvents, number: number): KnownEvents {
  const sole = newKnownEvents();
  const kept = [number, ...known.voids];
  for (const each of kept) enlist(sole, timedAt(known, each));
  for (let each = 1; each < kept.length; each++) sole.voids.push(each);
  sole.voided = known.voided;
  return sole;
}

function counts(timed: Timed, voided: ReadonlySet<string>): boolean {
  return !isVoid(timed) && !voided.has(timed.event.id);
}

export function timedAt({ events, timesMs }: KnownEvents, number: number): Timed {
  return { event: events[number]!, atMs: timesMs[number]! };
}

/** Position of an event, or where it belongs, in a list of numbers in the order of the timeline. */
export function placeOf(known: KnownEvents, ordered: readonly number[], number: number): number {
  if (ordered.length === 0 || comesAfter(known, number, ordered[ordered.length - 1]!)) return ordered.length;
  const timed = timedAt(known, number);
  return firstWhere(ordered, (other) => compareTimed(timedAt(known, other), timed) >= 0);
}

function comesAfter({ events, timesMs }: KnownEvents, number: number, other: number): boolean {
  const laterMs = timesMs[number]! - timesMs[other]!;
  return laterMs > 0 || (laterMs === 0 && events[number]!.id > events[other]!.id);
}
