// What a member has by the rules: the log of accepted events, folded by the same engine as on the phone. Pure.
import { deserialize, serialize } from 'node:v8';
import { openLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import type { Timed } from '#loyalty/engine/timeline.ts';
import { countUpTo, eventsInOrder, type Place, placeOfEvent } from '#loyalty/ledger/events-in-order.ts';
import { baseOf, canTake, type FoldBase, ledgerFromBase } from '#loyalty/ledger/fold-base.ts';
import {
  groupEventsCounting,
  ownPart,
  ownState,
  type ProgrammeGroup,
} from '#loyalty/ledger/programme-group.ts';
import { countsFromOf, type ProgrammeScope } from '#loyalty/ledger/receipt-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { KnownProgramme } from './directory.ts';

export interface Standing {
  /** Scaled quantity of each unit of the programme. */
  readonly balances: Readonly<Record<string, number>>;
  readonly liveVouchers: readonly VoucherInstance[];
  /** Of the programme's first ladder: 0 below its first tier or without a ladder, then 1, 2, … */
  readonly tierRank: number;
}

/** A fold up to a place of the member's log, to go on from. Plain data. */
export interface MemberFold {
  readonly floor: Place;
  /** How many events of the log are in it: all up to its floor. */
  readonly events: number;
  /** Every programme that was known then. */
  readonly programmes: ReadonlyMap<string, ProgrammePart>;
}

export interface ProgrammePart {
  /** Where the programme and those that it reads counted. */
  readonly scopes: readonly ProgrammeScope[];
  /** Absent: the member had not joined. */
  readonly countsFrom?: string;
  /** A `FoldBase` as V8 writes it; absent when nothing of the programme happened up to the floor. */
  readonly base?: Uint8Array;
}

export interface FoldedMember {
  /** By programme, of those that the member has joined. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** Worth storing in place of the one it went on from. */
  readonly next?: MemberFold;
}

export interface Member {
  readonly id: string;
  readonly nowMs: number;
}

/** Events that a stored fold leaves out, the newest: what comes a little late still finds its place behind the floor. */
export const LATE_EVENTS = 64;
/** A stored fold is replaced when it would be this many events better. */
export const WORTH_EVENTS = 128;

/**
 * Folds the whole log, or goes on from `kept` with the events after its floor. `undefined` when `kept` cannot serve: the
 * definitions or the merchants changed, or something reaches behind its floor.
 */
export function foldMember(
  programmes: ReadonlyMap<string, KnownProgramme>,
  { kept, events }: { readonly kept?: MemberFold; readonly events: readonly LoyaltyEvent[] },
  member: Member,
): FoldedMember | undefined {
  const ordered = eventsInOrder(events);
  const cut = ordered.length < LATE_EVENTS + WORTH_EVENTS ? 0 : ordered.length - LATE_EVENTS;
  const floor = cut === 0 ? undefined : placeOfEvent(ordered[cut - 1]!);
  const standings = new Map<string, Standing>();
  const parts = new Map<string, ProgrammePart>();
  for (const [id, programme] of programmes) {
    const opened = openProgramme(programme, events, kept);
    if (opened === undefined) return undefined;
    const { scopes } = programme.group;
    if (opened === NOT_JOINED) {
      parts.set(id, { scopes });
      continue;
    }
    const base = foldOn(opened, floor);
    parts.set(id, { scopes, countsFrom: opened.countsFrom, ...(base && { base }) });
    standings.set(id, standingOf(opened, member));
  }
  if (floor === undefined) return { standings };
  return { standings, next: { floor, events: (kept?.events ?? 0) + cut, programmes: parts } };
}

/** Most of the programmes, for most members: there is nothing to fold. */
const NOT_JOINED = 'not_joined';

interface OpenProgramme {
  readonly definition: Programme;
  readonly group: ProgrammeGroup;
  readonly ledger: Ledger;
  readonly countsFrom: string;
  /** Those of the programme that the ledger has not folded, in order. */
  readonly events: readonly Timed[];
  readonly floor: Place | undefined;
}

function openProgramme(
  { definition, group }: KnownProgramme,
  log: readonly LoyaltyEvent[],
  kept: MemberFold | undefined,
): OpenProgramme | typeof NOT_JOINED | undefined {
  const { programmeId, loaded, scopes } = group;
  const part = kept?.programmes.get(programmeId);
  if (kept !== undefined && JSON.stringify(part?.scopes) !== JSON.stringify(scopes)) return undefined;
  const countsFromIn = (id: string) => kept?.programmes.get(id)?.countsFrom ?? countsFromOf(log, id);
  if (kept !== undefined && !scopes.every((scope) => isKept(scope.programmeId, log, kept))) return undefined;
  const countsFrom = countsFromIn(programmeId);
  // Joined after the floor: what it reads may have counted before, and of that its own base has nothing.
  if (kept !== undefined && scopes.length > 1 && part?.countsFrom !== countsFrom) return undefined;
  if (countsFrom === undefined) return NOT_JOINED;
  const events = eventsInOrder(groupEventsCounting(log, group, countsFromIn));
  const opened = { definition, group, countsFrom, events };
  if (part?.base === undefined) return { ...opened, ledger: openLedger(loaded), floor: undefined };
  // Our own writing; whatever it has become since, the caller folds the log instead.
  const base = deserialize(part.base) as FoldBase;
  const ledger = ledgerFromBase(loaded, base);
  const later = new Set(events.map(({ event }) => event.id));
  const fits = events.every((timed) => canTake(base.floor, timed, (id) => later.has(id)));
  return ledger.ok && fits ? { ...opened, ledger: ledger.value, floor: base.floor } : undefined;
}

/** Whether what is kept has all that one of the programmes counts up to the floor. */
function isKept(programmeId: string, log: readonly LoyaltyEvent[], kept: MemberFold): boolean {
  const joined = countsFromOf(log, programmeId);
  return joined === undefined || isCovered(joined, kept.programmes.get(programmeId), kept.floor);
}

/** Whether an enrolment after the floor leaves nothing to be counted that happened before it. */
function isCovered(countsFrom: string, part: ProgrammePart | undefined, floor: Place): boolean {
  if (part?.countsFrom !== undefined && part.countsFrom <= countsFrom) return true;
  return (instantFromText(countsFrom) ?? 0) > floor.atMs;
}

/** Folds the events; on the way, at `floor`, what is to be kept. */
function foldOn({ ledger, events }: OpenProgramme, floor: Place | undefined): Uint8Array | undefined {
  const cut = floor === undefined ? 0 : countUpTo(events, floor);
  for (const { event } of events.slice(0, cut)) ledger.append(event);
  const base = floor === undefined ? undefined : baseOf(ledger, { postings: false });
  const bytes = base && serialize(base);
  for (const { event } of events.slice(cut)) ledger.append(event);
  return bytes;
}

function standingOf({ definition, group, ledger, events, floor }: OpenProgramme, member: Member): Standing {
  // A till's clock may be ahead of ours: what it has signed counts at once.
  const latestMs = Math.max(member.nowMs, floor?.atMs ?? 0, events.at(-1)?.atMs ?? 0);
  const at = instantFromSeconds(Math.floor(latestMs / 1000));
  const { balance, vouchers, tier } = ownState(ledger.stateAt({ at, member: member.id }), group);
  const anyLive = Object.values(vouchers).some((count) => count > 0);
  const isLive = (voucher: VoucherInstance) => voucher.member === member.id && voucher.state === 'live';
  return {
    balances: balance,
    liveVouchers: anyLive ? ownPart(ledger.tellAt(at).vouchers, group).filter(isLive) : [],
    tierRank: tierRankOf(definition, tier),
  };
}

function tierRankOf(definition: Programme, tiers: Readonly<Record<string, string | null>>): number {
  const lists = [definition, ...(definition.versions ?? [])];
  const ladder = lists.findLast(({ ladders }) => ladders !== undefined)?.ladders?.[0];
  const tier = ladder === undefined ? undefined : tiers[ladder.id];
  return (ladder?.tiers.findIndex(({ id }) => id === tier) ?? -1) + 1;
}
