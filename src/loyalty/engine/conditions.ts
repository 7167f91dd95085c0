import { unreachable } from '#base/assert.ts';
import type { Cond, Dur, Id, Tick } from '#loyalty/programme/types.ts';
import { civilFromDays, DAY_MS, localDayOf } from '#loyalty/time/civil.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { persianFromDays } from '#loyalty/time/persian.ts';
import { monthOfDateText, tickHoldsOnDay } from '#loyalty/time/tick.ts';
import { instantMs } from '#loyalty/time/window.ts';
import { localFromInstant } from '#loyalty/time/zone.ts';
import { matchesFields } from './event-view.ts';
import { splitReference } from './references.ts';
import { markMs, type Scene } from './scene.ts';
import { versionAt } from './loaded.ts';

/** Whether a condition holds in a scene. Without an event, `ev` never holds. */
export function holds(scene: Scene, cond: Cond): boolean {
  const ask = scene.fold.ask;
  if ('all' in cond) return cond.all.every((part) => ask.holds(scene, part));
  if ('any' in cond) return cond.any.some((part) => ask.holds(scene, part));
  if ('not' in cond) return !ask.holds(scene, cond.not);
  if ('ge' in cond) return ask.value(scene, cond.ge[0]) >= ask.value(scene, cond.ge[1]);
  if ('gt' in cond) return ask.value(scene, cond.gt[0]) > ask.value(scene, cond.gt[1]);
  if ('eq' in cond) return ask.value(scene, cond.eq[0]) === ask.value(scene, cond.eq[1]);
  if ('le' in cond) return ask.value(scene, cond.le[0]) <= ask.value(scene, cond.le[1]);
  if ('lt' in cond) return ask.value(scene, cond.lt[0]) < ask.value(scene, cond.lt[1]);
  if ('has' in cond) return scene.account.tags.has(cond.has);
  if ('tier' in cond) return holdsTier(scene, cond.tier[0], cond.tier[1]);
  if ('seg' in cond) return holdsSegment(scene, cond.seg);
  if ('ev' in cond) return scene.event !== undefined && matchesFields(cond.ev, scene.event);
  if ('cal' in cond) return holdsOnCalendar(scene, cond.cal);
  if ('between' in cond) return within(scene, instantMs(cond.between[0]), instantMs(cond.between[1]));
  if ('since' in cond) return holdsSince(scene, cond.since.mark, cond.since.for);
  return unreachable(cond);
}

/** The tier asked for or a higher one. */
function holdsTier(scene: Scene, ladderReference: Id, tier: Id): boolean {
  const held = scene.fold.ask.tier(scene, ladderReference);
  if (held === null) return false;
  if (held === tier) return true;
  const [programmeId, ladderId] = splitReference(ladderReference, scene.programme.id);
  const programme = scene.fold.programmeById.get(programmeId);
  const tiers = programme && versionAt(programme, scene.cut.atMs).ladders.get(ladderId)?.tiers;
  const asked = tiers?.findIndex((entry) => entry.id === tier) ?? -1;
  return asked !== -1 && tiers!.findIndex((entry) => entry.id === held) >= asked;
}

function holdsSegment(scene: Scene, id: Id): boolean {
  const segment = scene.version.segments.get(id);
  return segment !== undefined && scene.fold.ask.holds(scene, segment.if);
}

type CalendarTest = Tick & { readonly month_of?: string; readonly hours?: readonly [number, number] };

/** On the programme's wall clock at the instant of the cut; `at` of a tick plays no part. */
function holdsOnCalendar(scene: Scene, test: CalendarTest): boolean {
  const localMs = localFromInstant(scene.programme.zone, scene.cut.atMs);
  const day = localDayOf(localMs);
  const attribute = (name: string) => textOf(scene.member.attributes.get(name));
  if (!tickHoldsOnDay(test, day, attribute)) return false;
  if (test.hours !== undefined) {
    const hour = (localMs - day * DAY_MS) / 3_600_000;
    if (hour < test.hours[0] || hour >= test.hours[1]) return false;
  }
  if (test.month_of === undefined) return true;
  const date = test.cal === 'persian' ? persianFromDays(day) : civilFromDays(day);
  return monthOfDateText(attribute(test.month_of)) === date.month;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function holdsSince(scene: Scene, mark: Id, dur: Dur): boolean {
  const startMs = markMs(scene, mark);
  return startMs !== undefined && within(scene, startMs, addDuration(scene.programme.zone, startMs, dur));
}

/** Whether the cut lies in [fromMs, toMs): for T- in (fromMs, toMs]. */
function within(scene: Scene, fromMs: number, toMs: number): boolean {
  const { atMs, before } = scene.cut;
  return before ? fromMs < atMs && atMs <= toMs : fromMs <= atMs && atMs < toMs;
}
