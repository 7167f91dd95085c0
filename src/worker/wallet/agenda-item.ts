import { sha256HexOfText } from '#base/sha256.ts';
import type { AgendaItem, AgendaKind } from '#bridge/wallet-calendar.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { DAY_MS, civilFromDays, localDayOf } from '#loyalty/time/civil.ts';
import { type Zone, localFromInstant } from '#loyalty/time/zone.ts';
import { lookOf } from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** One programme of the member and the stretch of time that is looked at: (nowMs, untilMs]. */
export interface AgendaScope {
  readonly world: WalletWorld;
  readonly joined: JoinedProgramme;
  readonly untilMs: number;
  /** What the programme folds of the member's log. */
  readonly events: readonly LoyaltyEvent[];
}

export interface Dated {
  readonly kind: AgendaKind;
  /** What tells it from other items of its kind and programme. */
  readonly id: string;
  readonly title: string;
  readonly atMs: number;
}

export type Extras = Pick<AgendaItem, 'quantity' | 'progress' | 'untilMs'>;

/** What is over at an instant: at midnight, the day before was the last one. */
export function endingItem({ world, joined }: AgendaScope, dated: Dated, extras: Extras = {}): AgendaItem {
  const { zone } = joined.programme.loaded;
  const localMs = localFromInstant(zone, dated.atMs);
  const isMidnight = localMs % DAY_MS === 0;
  return {
    ...bareItem({ world, joined }, dated),
    ...extras,
    ...(isMidnight ? { day: dayText(localDayOf(localMs) - 1) } : {}),
  };
}

/** What begins at an instant: at midnight, it is a matter of that day. */
export function startingItem({ world, joined }: AgendaScope, dated: Dated, extras: Extras = {}): AgendaItem {
  const { zone } = joined.programme.loaded;
  const isMidnight = localFromInstant(zone, dated.atMs) % DAY_MS === 0;
  return {
    ...bareItem({ world, joined }, dated),
    ...extras,
    ...(isMidnight ? { day: dayAt(zone, dated.atMs) } : {}),
  };
}

function bareItem(
  { world, joined }: Pick<AgendaScope, 'world' | 'joined'>,
  { kind, id, title, atMs }: Dated,
): AgendaItem {
  const look = lookOf(joined.programme, world);
  return { uid: uidOf([world.holdings.memberId ?? '', look.programmeId, kind, id]), kind, look, title, atMs };
}

/** Names an item for calendars outside: stable, and telling nothing of its member. */
export function uidOf(parts: readonly string[]): string {
  return `${sha256HexOfText(parts.join('\n')).slice(0, UID_DIGITS)}@tessera`;
}

const UID_DIGITS = 32;

/** The day of an instant on a zone's calendar, `YYYY-MM-DD`. */
function dayAt(zone: Zone, atMs: number): string {
  return dayText(localDayOf(localFromInstant(zone, atMs)));
}

function dayText(day: number): string {
  const date = civilFromDays(day);
  const padded = (value: number, digits: number) => String(value).padStart(digits, '0');
  return `${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.day, 2)}`;
}
