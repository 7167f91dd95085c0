// What the server did not count, and what was done elsewhere, as cards. Pure but for reading the till's number off a receipt.
import type { InboxCard, MissedQuantity, SideClock } from '#bridge/wallet-inbox.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import type { DecisionRow } from '#storage/decision-store.ts';
import type { NoticeRow } from '#storage/inbox-store.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { missedBy } from './missed-points.ts';
import { lookOf } from './programme-words.ts';
import type { WalletWorld } from './wallet-world.ts';

export interface InboxFacts {
  readonly notices: readonly NoticeRow[];
  readonly readIds: ReadonlySet<string>;
  /** Server time minus this phone's. */
  readonly offsetMs: number;
  /** On the records that claim receipts, by record id. */
  readonly decisions: ReadonlyMap<string, DecisionRow>;
  /** Hex thumbprint of this device's key. */
  readonly ownDevice?: string;
}

/** Each missed purchase folds the member's events twice; further back nobody asks. */
const WITH_MISSED = 20;

export function isUncounted(status: string | undefined): status is 'rejected' | 'conflict' {
  return status === 'rejected' || status === 'conflict';
}

/** Newest first. */
export function inboxCards(world: WalletWorld, facts: InboxFacts): readonly InboxCard[] {
  const uncounted = world.holdings.receipts.filter(({ decision }) => isUncounted(decision?.status));
  const cards = [
    ...uncounted.map((row, index) => receiptCard(world, facts, { row, missed: index < WITH_MISSED })),
    ...joinCards(world, facts),
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

function missedOf(world: WalletWorld, row: ReceiptRow): readonly MissedQuantity[] {
  return world.joined.flatMap((joined) => missedBy(world, joined, row));
}

function tillNumberOf({ cose }: ReceiptRow): number | undefined {
  const opened = openMessage(cose);
  const certificate = opened.ok ? opened.value.sign1.certificate : undefined;
  const till = certificate && openAs(TERMINAL_CERTIFICATE, certificate);
  return till?.ok ? till.value.value.tillNumber : undefined;
}

function joinCards(world: WalletWorld, { readIds, offsetMs }: InboxFacts): readonly InboxCard[] {
  const { memberships, joinDecisions } = world.holdings;
  return memberships.flatMap(({ programmeId, recordId, joinedAtMs }): readonly InboxCard[] => {
    const decision = joinDecisions.get(recordId);
    if (!isUncounted(decision?.status)) return [];
    const programme = world.catalogue.programmes.find(({ id }) => id === programmeId);
    const decidedAtMs = decision!.decidedAtMs + offsetMs;
    return [
      {
        id: recordId,
        kind: 'refused',
        read: readIds.has(recordId),
        atMs: decidedAtMs,
        reason: { kind: decision!.code ?? 'internal' },
        ...(programme === undefined ? {} : { look: lookOf(programme, world) }),
        clocks: clocksOf(undefined, joinedAtMs, decidedAtMs),
        missed: [],
        hasEvidence: false,
      },
    ];
  });
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
