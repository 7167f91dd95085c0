// What the server did not count, and what was done elsewhere, as cards. Pure but for reading the till's number off a receipt.
import type { SideClock } from '#bridge/common-views.ts';
import type { InboxCard, MissedQuantity } from '#bridge/wallet-inbox.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import type { DecisionRow } from '#storage/decision-store.ts';
import type { NoticeRow } from '#storage/inbox-store.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { missedBy } from './missed-points.ts';
import { lookOf, scaleOf, unitName } from './programme-words.ts';
import { isUncounted, type UncountedRecord, uncountedRecords } from './uncounted-records.ts';
import type { WalletWorld } from './wallet-world.ts';

export interface InboxFacts {
  readonly notices: readonly NoticeRow[];
  readonly readIds: ReadonlySet<string>;
  /** Server time minus this phone's. */
  readonly offsetMs: number;
  /** By record id. */
  readonly decisions: ReadonlyMap<string, DecisionRow>;
  /** Ids of the signed records of this phone that are still here. */
  readonly kept: ReadonlySet<string>;
  /** Hex thumbprint of this device's key. */
  readonly ownDevice?: string;
}

/** Each missed purchase folds the member's events twice; further back nobody asks. */
const WITH_MISSED = 20;

/** Newest first. */
export function inboxCards(world: WalletWorld, facts: InboxFacts): readonly InboxCard[] {
  const uncounted = world.holdings.receipts.filter(({ decision }) => isUncounted(decision?.status));
  const cards = [
    ...uncounted.map((row, index) => receiptCard(world, facts, { row, missed: index < WITH_MISSED })),
    ...uncountedRecords(world.holdings).map((one) => recordCard(world, one, facts)),
    ...facts.notices.map((notice) => noticeCard(notice, facts)),
  ];
  return cards.toSorted((a, b) => b.atMs - a.atMs);
}

function receiptCard(
  world: WalletWorld,
  { readIds, offsetMs, decisions }: InboxFacts,
  { row, missed }: { readonly row: ReceiptRow; readonly missed: boolean },
): InboxCard {
  const { id, content, decision, recordId, addedAtMs } = row;
  const decidedAtMs = (decisions.get(recordId ?? '')?.decidedAtMs ?? addedAtMs) + offsetMs;
  const money = (amountMinor: number) => ({ amountMinor, currency: content!.currency });
  const tillNumber = tillNumberOf(row);
  return {
    id,
    kind: decision?.status === 'conflict' ? 'conflict' : 'refused',
    read: readIds.has(id),
    atMs: decidedAtMs,
    reason: { kind: decision?.code ?? 'internal' },
    ...(content === undefined ? {} : { merchantName: content.merchantName }),
    ...(tillNumber === undefined ? {} : { tillNumber }),
    ...countedUse(world, row),
    clocks: clocksOf(content?.issuedAtS, addedAtMs, decidedAtMs),
    ...(content?.purchase === undefined ? {} : { total: money(content.purchase.totalMinor) }),
    ...(content?.redemption === undefined ? {} : { discount: money(content.redemption.discountMinor) }),
    missed: missed ? missedOf(world, row) : [],
    hasEvidence: content !== undefined,
  };
}

function clocksOf(
  issuedAtS: number | undefined,
  addedAtMs: number,
  decidedAtMs: number,
): readonly SideClock[] {
  return [
    ...(issuedAtS === undefined ? [] : [{ side: 'till' as const, atMs: issuedAtS * 1_000 }]),
    { side: 'phone', atMs: addedAtMs },
    { side: 'server', atMs: decidedAtMs },
  ];
}

/** As many uses left after it, so it was the same one. */
function countedUse(
  { holdings }: WalletWorld,
  { id, content, decision }: ReceiptRow,
): Pick<InboxCard, 'counted'> {
  const lost = content?.redemption;
  if (lost === undefined || decision?.status !== 'conflict') return {};
  const row = holdings.receipts.find(({ id: other, content: its, decision: theirs }) => {
    const same = its?.redemption?.voucherId === lost.voucherId && its.redemption.usesLeft === lost.usesLeft;
    return other !== id && same && theirs?.status === 'accepted';
  });
  if (row?.content === undefined) return {};
  const { merchantName, issuedAtS } = row.content;
  const tillNumber = tillNumberOf(row);
  return {
    counted: { merchantName, atMs: issuedAtS * 1_000, ...(tillNumber === undefined ? {} : { tillNumber }) },
  };
}

function missedOf(world: WalletWorld, row: ReceiptRow): readonly MissedQuantity[] {
  return world.joined.flatMap((joined) => missedBy(world, joined, row));
}

function tillNumberOf({ cose }: Pick<ReceiptRow, 'cose'>): number | undefined {
  const opened = openMessage(cose);
  const certificate = opened.ok ? opened.value.sign1.certificate : undefined;
  const till = certificate && openAs(TERMINAL_CERTIFICATE, certificate);
  return till?.ok ? till.value.value.tillNumber : undefined;
}

function recordCard(world: WalletWorld, one: UncountedRecord, facts: InboxFacts): InboxCard {
  const { id, decision, atMs, programmeId, merchantName, till, total, missed } = one;
  const decidedAtMs = (facts.decisions.get(id)?.decidedAtMs ?? atMs) + facts.offsetMs;
  const programme = world.catalogue.programmes.find((each) => each.id === programmeId);
  const look = programme && lookOf(programme, world);
  const tillNumber = till && tillNumberOf(till);
  return {
    id,
    kind: decision.status === 'conflict' ? 'conflict' : 'refused',
    read: facts.readIds.has(id),
    atMs: decidedAtMs,
    reason: { kind: decision.code ?? 'internal' },
    ...(merchantName === undefined ? {} : { merchantName }),
    ...(look === undefined ? {} : { look }),
    ...(tillNumber === undefined ? {} : { tillNumber }),
    clocks: clocksOf(till?.issuedAtS, atMs, decidedAtMs),
    ...(total === undefined ? {} : { total }),
    missed: programme && look && missed ? [{ look, ...quantityOf(world, programme, missed) }] : [],
    hasEvidence: facts.kept.has(id),
  };
}

function quantityOf(
  world: WalletWorld,
  programme: Parameters<typeof scaleOf>[0],
  { unit, qty }: NonNullable<UncountedRecord['missed']>,
): Omit<MissedQuantity, 'look'> {
  const scale = scaleOf(programme, unit, world.nowMs);
  return { unitName: unitName(programme, unit, world), qty, scale };
}

function noticeCard({ id, notice, atMs, device, revoked, about }: NoticeRow, facts: InboxFacts): InboxCard {
  return {
    id,
    kind: notice,
    read: facts.readIds.has(id),
    atMs,
    clocks: [{ side: 'server', atMs }],
    missed: [],
    ...(device === undefined
      ? {}
      : { device: { name: deviceNameOf(device), isThis: device === facts.ownDevice } }),
    revoked,
    ...(about === undefined ? {} : { about: about.name === '' ? deviceNameOf(about.device) : about.name }),
    hasEvidence: false,
  };
}

/** Enough of a key's thumbprint for people to compare, e.g. `A91C-07DE`. */
export function deviceNameOf(thumbprint: string): string {
  const short = thumbprint.slice(0, 8).toUpperCase();
  return `${short.slice(0, 4)}-${short.slice(4)}`;
}
