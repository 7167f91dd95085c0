// Vouchers in hands: issuing under stable keys, and which ones are live.
import type { Id, Voucher } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { textFromInstant } from '#loyalty/time/instant.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { instantMs } from '#loyalty/time/window.ts';
import type { Zone } from '#loyalty/time/zone.ts';
import { firstWhere } from './in-time.ts';
import { resolveMember } from './alias.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { VoucherInstance } from './outcome.ts';
import { nameOf, tally } from './output.ts';
import { splitReference } from './references.ts';
import { membersInOrder, type Fold, type Scene } from './scene.ts';
import type { VoucherRecord } from './state.ts';
import { insertAt, pushTo, removeAt, setField, setIn } from './undo.ts';

export interface Issue {
  readonly voucher: Id;
  readonly rule: Id;
  readonly eventId: string | undefined;
  /** For a voucher that stands for a returned share: minor units. */
  readonly valueMinor?: number;
  /** Index of the version whose terms it takes where the one in force has no such voucher. */
  readonly version?: number;
}

/** Issues one voucher, under the terms of the version in force if that has it. The key follows from programme, voucher, cause and ordinal alone. */
export function issueVoucher(scene: Scene, issue: Issue): VoucherRecord | undefined {
  const known = scene.version.vouchers.has(issue.voucher) ? scene.version.index : issue.version;
  const version = known === undefined ? undefined : scene.programme.versions[known];
  const definition = version?.vouchers.get(issue.voucher);
  if (version === undefined || definition === undefined) return undefined;
  const record: VoucherRecord = {
    key: keyFor(scene, issue),
    voucher: issue.voucher,
    version: version.index,
    issuedAtMs: scene.cut.atMs,
    issuedBy: issue.eventId,
    untilMs: voucherEndMs(scene.programme.zone, definition, scene.cut.atMs),
    valueMinor: issue.valueMinor,
    state: 'live',
    usedBy: undefined,
  };
  pushTo(scene.fold.undo, scene.account.vouchers, record);
  hold(scene, record);
  if (issue.eventId !== undefined) {
    const { output } = scene.fold;
    tally(output.outcome, 'issued', nameOf(output, scene.programme, issue.voucher), 1);
  }
  return record;
}

function keyFor(scene: Scene, { voucher, rule, eventId }: Issue): string {
  const tickCause = `${rule}@${scene.cut.atMs}:${scene.member.id}`;
  const cause = eventId === undefined ? `tick:${tickCause}` : `event:${eventId}`;
  const stem = `${scene.programme.id}/${voucher}/${cause}#`;
  return `${stem}${lastOrdinal(scene, stem) + 1}`;
}

/** One cause issues at one instant, and records are in the order of issue: mostly its latest is the very last. */
function lastOrdinal({ account: { vouchers }, cut }: Scene, stem: string): number {
  for (let at = vouchers.length - 1; at >= 0 && vouchers[at]!.issuedAtMs >= cut.atMs; at--) {
    const { key } = vouchers[at]!;
    const ordinal = key.startsWith(stem) ? Number(key.slice(stem.length)) : NaN;
    if (Number.isInteger(ordinal)) return ordinal;
  }
  return 0;
}

/** When a voucher that is issued at this instant ends by its terms; `undefined`: never. */
export function voucherEndMs(
  zone: Zone,
  { useIn, until }: Pick<Voucher, 'useIn' | 'until'>,
  issuedAtMs: number,
): number | undefined {
  const ends: number[] = [];
  if (useIn !== undefined) ends.push(addDuration(zone, issuedAtMs, useIn));
  if (until !== undefined) ends.push(instantMs(until));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

export function takeVoucher(scene: Scene, record: VoucherRecord, eventId: string): void {
  setField(scene.fold.undo, record, 'state', 'used');
  setField(scene.fold.undo, record, 'usedBy', eventId);
  letGo(scene, record);
}

/** A step that was lost takes its voucher with it. */
export function undoVoucher(scene: Scene, record: VoucherRecord): void {
  setField(scene.fold.undo, record, 'state', 'undone');
  letGo(scene, record);
}

/** A full refund gives a used voucher back. */
export function restoreVoucher(scene: Scene, record: VoucherRecord): void {
  setField(scene.fold.undo, record, 'state', 'live');
  setField(scene.fold.undo, record, 'usedBy', undefined);
  hold(scene, record);
}

/** Takes its place among those that may be presented; the ones that have ended since are dropped. */
function hold({ account, cut, fold: { undo } }: Scene, record: VoucherRecord): void {
  if (!account.held.has(record.voucher)) setIn(undo, account.held, record.voucher, []);
  const held = account.held.get(record.voucher)!;
  while (held.length > 0 && !isLive(held[0]!, cut.atMs)) removeAt(undo, held, 0);
  insertAt(
    undo,
    held,
    firstWhere(held, (other) => presentedOrder(other, record) > 0),
    record,
  );
}

function letGo({ account, fold: { undo } }: Scene, record: VoucherRecord): void {
  const held = account.held.get(record.voucher) ?? [];
  const at = held.indexOf(record);
  if (at !== -1) removeAt(undo, held, at);
}

/** Soonest end first, then the older one. */
export function presentedOrder(a: VoucherRecord, b: VoucherRecord): number {
  const [endA, endB] = [a.untilMs ?? Infinity, b.untilMs ?? Infinity];
  return endA === endB ? a.issuedAtMs - b.issuedAtMs : endA - endB;
}

export function isLive(record: VoucherRecord, atMs: number): boolean {
  return record.state === 'live' && (record.untilMs === undefined || atMs < record.untilMs);
}

/** Live vouchers of one kind in the order in which they are presented. */
export function liveVouchers(scene: Scene, voucher: Id): readonly VoucherRecord[] {
  return (scene.account.held.get(voucher) ?? []).filter((record) => isLive(record, scene.cut.atMs));
}

/**
 * The same of those that an event names: all of a kind (`voucher`), or the one with a name of its own (`voucher#name`, see
 * `voucher-name.ts`), by which its member knew it before a link too.
 */
export function presentable(scene: Scene, { kind, name }: VoucherReference): readonly VoucherRecord[] {
  const live = liveVouchers(scene, kind);
  if (name === undefined || live.length === 0) return live;
  const { state } = scene.fold;
  const { id } = scene.member;
  const earlier = [...state.aliases.keys()].filter((alias) => resolveMember(state, alias) === id);
  const isNamed = ({ key }: VoucherRecord) =>
    [id, ...earlier].some((member) => voucherName({ member, key }) === name);
  return live.filter(isNamed);
}

export interface VoucherReference {
  /** In its own programme: without `programme/`. */
  readonly kind: Id;
  readonly name: string | undefined;
}

export function voucherReference(text: string, home: Id): VoucherReference {
  const [kind, name] = text.split('#') as [Id, string?];
  return { kind: splitReference(kind, home)[1], name };
}

/** A voucher keeps the terms of the version that issued it. */
export function termsOf(programme: LoadedProgramme, record: VoucherRecord): Voucher {
  const terms = programme.versions[record.version]!.vouchers.get(record.voucher)!;
  return record.valueMinor === undefined ? terms : { ...terms, off: { fix: record.valueMinor } };
}

/** Every voucher ever issued, as it stands at an instant, by member and then in the order of issue. */
export function voucherInstances(fold: Fold, atMs: number): readonly VoucherInstance[] {
  const instances: VoucherInstance[] = [];
  for (const id of membersInOrder(fold)) {
    const member = fold.state.members.get(id)!;
    for (const programme of fold.programmes) {
      for (const record of member.accounts[programme.index]!.vouchers) {
        instances.push(instanceOf(programme, member.id, record, atMs));
      }
    }
  }
  return instances;
}

function instanceOf(
  programme: LoadedProgramme,
  member: string,
  record: VoucherRecord,
  atMs: number,
): VoucherInstance {
  const lapsed = record.state === 'live' && !isLive(record, atMs);
  return {
    key: record.key,
    member,
    programme: programme.id,
    voucher: record.voucher,
    issuedAt: textFromInstant(programme.zone, record.issuedAtMs),
    ...(record.issuedBy !== undefined && { issuedBy: record.issuedBy }),
    ...(record.untilMs !== undefined && { until: textFromInstant(programme.zone, record.untilMs) }),
    ...(record.valueMinor !== undefined && { value: record.valueMinor }),
    state: lapsed ? 'expired' : record.state,
    ...(record.usedBy !== undefined && { usedBy: record.usedBy }),
  };
}
