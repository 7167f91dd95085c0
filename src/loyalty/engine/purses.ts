// Credits, expiry and idleness of a purse: the lots' life in time, with the postings that say so.
import type { Dur, Id } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import type { LoadedProgramme } from './loaded.ts';
import { balanceOf, credit, endHead, hold, soonestEndMs } from './lots.ts';
import type { PostingDraft } from './output.ts';
import type { Fold, Scene } from './scene.ts';
import { purseOf } from './new-state.ts';
import type { Member, Purse } from './state.ts';
import { clearList, removeAt, setField, type Undo } from './undo.ts';

export type Because = Pick<PostingDraft, 'eventId' | 'kind' | 'rule' | 'factors' | 'usableMs'>;

/** An earning; `after` keeps it apart until it may be used. */
export type Credited = Because & { readonly after?: Dur | undefined };

/** Credits a new lot under the terms of the version in force; the lot's id, unless debt took all of it. */
export function creditUnit(scene: Scene, unit: Id, qty: number, credited: Credited): number | undefined {
  const { after } = credited;
  const { programme, version, account, cut, fold } = scene;
  const { state, undo } = fold;
  const purse = purseOf(undo, account, unit);
  const expire = version.units.get(unit)?.expire;
  const untilMs = expire === undefined ? Infinity : addDuration(programme.zone, cut.atMs, expire);
  state.lots += 1;
  const lot = { id: state.lots, qty, fromMs: cut.atMs, untilMs };
  const usableMs = after === undefined ? undefined : addDuration(programme.zone, cut.atMs, after);
  if (usableMs !== undefined) hold(undo, purse, lot, usableMs);
  const kept = usableMs === undefined ? credit(undo, purse, lot) : lot.id;
  // What a refund gives back is no activity.
  if (credited.kind !== 'return') touch(scene, unit);
  post(scene, unit, qty, usableMs === undefined ? credited : { ...credited, usableMs });
  return kept;
}

export function post(scene: Scene, unit: Id, qty: number, because: Because): void {
  if (qty === 0) return;
  scene.fold.output.postings.push({
    atMs: scene.cut.atMs,
    member: scene.member.id,
    eventId: because.eventId,
    programme: scene.programme.index,
    unit,
    qty,
    kind: because.kind,
    rule: because.rule,
    definition: scene.version.hash,
    factors: because.factors,
    usableMs: because.usableMs,
  });
}

/** A credit or redemption: idleness counts from now. */
export function touch(scene: Scene, unit: Id): void {
  const { undo } = scene.fold;
  const purse = purseOf(undo, scene.account, unit);
  const endMs = idleEndMs(scene.programme, unit, scene.cut.atMs);
  if (purse.idleAtMs !== endMs) setField(undo, purse, 'idleAtMs', endMs);
}

/** `idle` follows the version in force: the first instant from which some version's idleness is over while it is in force. */
function idleEndMs(programme: LoadedProgramme, unit: Id, lastMs: number): number | undefined {
  for (const version of programme.versions) {
    const idle = version.untilMs > lastMs ? version.units.get(unit)?.idle : undefined;
    if (idle === undefined) continue;
    const endMs = Math.max(addDuration(programme.zone, lastMs, idle), version.fromMs);
    if (endMs <= version.untilMs) return endMs;
  }
  return undefined;
}

/** Lets everything lapse that ends at or before an instant: lots, then what was idle (README.md, "Order in time"). */
export function settleMember(fold: Fold, member: Member, atMs: number): void {
  for (const programme of fold.programmes) {
    for (const [unit, purse] of member.accounts[programme.index]!.purses) {
      if (endsMs(purse) <= atMs) settlePurse(fold, { programme, member, unit, purse }, atMs);
    }
  }
}

interface Held {
  readonly programme: LoadedProgramme;
  readonly member: Member;
  readonly unit: Id;
  readonly purse: Purse;
}

/** At one instant: what becomes usable, then lot expiry, then idle expiry. */
function settlePurse(fold: Fold, held: Held, atMs: number): void {
  const { purse } = held;
  const { undo } = fold;
  for (let endMs = endsMs(purse); endMs <= atMs; endMs = endsMs(purse)) {
    if (purse.pending[0]?.usableMs === endMs) {
      const { lot } = purse.pending[0];
      removeAt(undo, purse.pending, 0);
      credit(undo, purse, lot);
    } else if (soonestEndMs(purse) === endMs) {
      lapse(fold, held, { kind: 'expire', atMs: endMs, qty: endHead(undo, purse) });
    } else {
      lapse(fold, held, { kind: 'idle', atMs: endMs, qty: purse.total + pendingIn(purse) });
      forget(undo, purse);
    }
  }
}

/** What was earned and may not be used yet. */
export function pendingIn(purse: Purse): number {
  return purse.pending.reduce((sum, { lot }) => sum + lot.qty, 0);
}

function forget(undo: Undo, purse: Purse): void {
  setField(undo, purse, 'lots', []);
  setField(undo, purse, 'head', 0);
  clearList(undo, purse.pending);
  setField(undo, purse, 'total', 0);
  setField(undo, purse, 'idleAtMs', undefined);
}

function lapse(
  fold: Fold,
  { programme, member, unit }: Held,
  { kind, atMs, qty }: { readonly kind: 'expire' | 'idle'; readonly atMs: number; readonly qty: number },
): void {
  if (qty === 0) return;
  fold.output.postings.push({
    atMs,
    member: member.id,
    eventId: undefined,
    programme: programme.index,
    unit,
    qty: -qty,
    kind,
  });
}

/** When something of the purse next becomes usable or lapses. */
export function endsMs(purse: Purse): number {
  const soonestMs = Math.min(soonestEndMs(purse), purse.idleAtMs ?? Infinity);
  return purse.pending.length === 0 ? soonestMs : Math.min(soonestMs, purse.pending[0]!.usableMs);
}

export function balanceIn(scene: Scene, unit: Id): number {
  return balanceOf(scene.account.purses.get(unit));
}
