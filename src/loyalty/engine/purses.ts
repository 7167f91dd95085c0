// Credits, expiry and idleness of a purse: the lots' life in time, with the postings that say so.
import type { Dur, Id } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import type { LoadedProgramme } from './loaded.ts';
import { balanceOf, credit, hold } from './lots.ts';
import type { PostingDraft } from './output.ts';
import type { Fold, Scene } from './scene.ts';
import { purseOf, type Member, type Purse } from './state.ts';

export type Because = Pick<PostingDraft, 'eventId' | 'kind' | 'rule' | 'factors' | 'usableMs'>;

/** An earning; `after` keeps it apart until it may be used. */
export type Credited = Because & { readonly after?: Dur | undefined };

/** Credits a new lot under the terms of the version in force; the lot's id, unless debt took all of it. */
export function creditUnit(scene: Scene, unit: Id, qty: number, credited: Credited): number | undefined {
  const { after, ...because } = credited;
  const { programme, version, account, cut, fold } = scene;
  const purse = purseOf(account, unit);
  const expire = version.units.get(unit)?.expire;
  const untilMs = expire === undefined ? undefined : addDuration(programme.zone, cut.atMs, expire);
  fold.state.lots += 1;
  const lot = { id: fold.state.lots, qty, fromMs: cut.atMs, untilMs };
  const usableMs = after === undefined ? undefined : addDuration(programme.zone, cut.atMs, after);
  if (usableMs !== undefined) hold(purse, lot, usableMs);
  const kept = usableMs === undefined ? credit(purse, lot) : lot.id;
  // What a refund gives back is no activity.
  if (because.kind !== 'return') touch(scene, unit);
  post(scene, unit, qty, { ...because, usableMs });
  return kept;
}

export function post(scene: Scene, unit: Id, qty: number, because: Because): void {
  if (qty === 0) return;
  scene.fold.output.postings.push({
    ...because,
    atMs: scene.cut.atMs,
    member: scene.member.id,
    programme: scene.programme,
    definition: scene.version.hash,
    unit,
    qty,
  });
}

/** A credit or redemption: idleness counts from now. */
export function touch(scene: Scene, unit: Id): void {
  purseOf(scene.account, unit).idleAtMs = idleEndMs(scene.programme, unit, scene.cut.atMs);
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

/** Lets everything lapse that ends at or before an instant: the ticks `lot expiry` and `idle expiry` of section 3.5. */
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
  for (let endMs = endsMs(purse); endMs <= atMs; endMs = endsMs(purse)) {
    if (purse.pending[0]?.usableMs === endMs) credit(purse, purse.pending.shift()!.lot);
    else if (purse.lots[0]?.untilMs === endMs) {
      lapse(fold, held, { kind: 'expire', atMs: endMs, qty: purse.lots[0].qty });
      purse.total -= purse.lots.shift()!.qty;
    } else {
      lapse(fold, held, { kind: 'idle', atMs: endMs, qty: purse.total + pendingIn(purse) });
      forget(purse);
    }
  }
}

/** What was earned and may not be used yet. */
export function pendingIn(purse: Purse): number {
  return purse.pending.reduce((sum, { lot }) => sum + lot.qty, 0);
}

function forget(purse: Purse): void {
  purse.lots.length = 0;
  purse.pending.length = 0;
  purse.emptied.clear();
  purse.total = 0;
  purse.idleAtMs = undefined;
}

function lapse(
  fold: Fold,
  { programme, member, unit }: Held,
  { kind, atMs, qty }: { readonly kind: 'expire' | 'idle'; readonly atMs: number; readonly qty: number },
): void {
  fold.output.postings.push({
    atMs,
    member: member.id,
    eventId: undefined,
    programme,
    unit,
    qty: -qty,
    kind,
  });
}

function endsMs(purse: Purse): number {
  return Math.min(
    purse.pending[0]?.usableMs ?? Infinity,
    purse.lots[0]?.untilMs ?? Infinity,
    purse.idleAtMs ?? Infinity,
  );
}

export function balanceIn(scene: Scene, unit: Id): number {
  return balanceOf(scene.account.purses.get(unit));
}
