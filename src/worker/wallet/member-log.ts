import { paymentEvent, visitEvent, voidEvent } from '#loyalty/ledger/pay-terms.ts';
import { enrolEvent, purchaseEvent, undoEvent } from '#loyalty/ledger/receipt-events.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { AddedProgrammeRow } from '#storage/added-programme-store.ts';
import type { DecisionRow } from '#storage/decision-store.ts';
import type { MembershipRow } from '#storage/membership-store.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import type { VisitRow } from '#storage/visit-store.ts';
import type { ReceiptContent, ReceiptRow } from '#storage/receipt-store.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import type { WalletRepositories, WalletStores } from '#storage/wallet-stores.ts';
import { eventOfStatement } from './statement-event.ts';

/** Everything the wallet holds, of one moment. */
export interface Holdings {
  /** Hex; absent before the device is enrolled. */
  readonly memberId?: string;
  /** Newest first. */
  readonly receipts: readonly ReceiptRow[];
  readonly memberships: readonly MembershipRow[];
  readonly vouchers: readonly VoucherRow[];
  /** Names of voucher instances that other devices of the member may show. */
  readonly elsewhere: ReadonlySet<string>;
  /** Ids of joined programmes that are out of sight by choice. */
  readonly hidden: ReadonlySet<string>;
  /** Brought in from files and links. */
  readonly added: readonly AddedProgrammeRow[];
  /** Newest first. */
  readonly payments: readonly PaymentRow[];
  /** Newest first. */
  readonly visits: readonly VisitRow[];
  /** The server's word on the join records, by record id. */
  readonly joinDecisions: ReadonlyMap<string, DecisionRow>;
  readonly statements: readonly StatementRow[];
  /** The server's word on the statements, by record id. */
  readonly statementDecisions: ReadonlyMap<string, DecisionRow>;
  /** The server's word on what took payments back, by record id. */
  readonly reversalDecisions: ReadonlyMap<string, DecisionRow>;
}

/** The member's events as this wallet knows them. */
export interface MemberLog {
  /** All that count until somebody says otherwise. */
  readonly events: readonly LoyaltyEvent[];
  /** Ids of the events that wait for the server. */
  readonly pending: ReadonlySet<string>;
  /** Changes exactly when the events or what is pending of them change. */
  readonly revision: string;
}

export function readHoldings({ store }: WalletStores): Promise<Holdings> {
  return store.read(async (held) => ({ ...(await readSmall(held)), receipts: await held.receipts.all() }));
}

/** The same without what grows with every sale. */
export function readWithoutReceipts({ store }: WalletStores): Promise<Holdings> {
  return store.read(async (held) => ({ ...(await readSmall(held)), receipts: [] }));
}

async function readSmall({
  meta,
  memberships,
  vouchers,
  voucherPlaces,
  payments,
  visits,
  decisions,
  hiddenProgrammes,
  addedProgrammes,
  statements,
}: WalletRepositories): Promise<Omit<Holdings, 'receipts'>> {
  const joined = await memberships.all();
  const stated = await statements.all();
  const paid = await payments.all();
  const memberId = (await meta.get('enrolment'))?.memberId;
  return {
    ...(memberId === undefined ? {} : { memberId }),
    memberships: joined,
    vouchers: await vouchers.all(),
    elsewhere: new Set((await voucherPlaces.all()).map(({ instanceKey }) => instanceKey)),
    payments: paid,
    visits: await visits.all(),
    hidden: new Set((await hiddenProgrammes.all()).map(({ programmeId }) => programmeId)),
    added: await addedProgrammes.all(),
    joinDecisions: await decisions.get(joined.map(({ recordId }) => recordId)),
    statements: stated,
    statementDecisions: await decisions.get(stated.map(({ recordId }) => recordId)),
    reversalDecisions: await decisions.get(paid.flatMap(({ voidRecordId }) => voidRecordId ?? [])),
  };
}

/** Programmes of the member. A join that the server refused, by a clock that was wrong perhaps, is none: it may be said again. */
export function joinedIds({
  memberships,
  joinDecisions,
}: Pick<Holdings, 'memberships' | 'joinDecisions'>): ReadonlySet<string> {
  const counted = memberships.filter(({ recordId }) => joinDecisions.get(recordId)?.status !== 'rejected');
  return new Set(counted.map(({ programmeId }) => programmeId));
}

/**
 * The events that the engine folds: joins, verified receipts and own statements that the server has not decided against.
 * Same functions as on the server, so that the same records give the same balances.
 */
export function memberLogFrom(holdings: Holdings): MemberLog {
  const { memberId } = holdings;
  if (memberId === undefined) return { events: [], pending: new Set(), revision: '' };
  const entries = [
    ...joinEntries(holdings, memberId),
    ...receiptEntries(holdings, memberId),
    ...undoEntries(holdings, memberId),
    ...statementEntries(holdings, memberId),
    ...paymentEntries(holdings, memberId),
    ...visitEntries(holdings, memberId),
  ];
  return {
    events: entries.map(({ event }) => event),
    pending: new Set(entries.filter(({ isPending }) => isPending).map(({ event }) => event.id)),
    revision: entries.map(({ event, isPending }) => `${event.id}${isPending ? '?' : ''}`).join(),
  };
}

interface Entry {
  readonly event: LoyaltyEvent;
  readonly isPending: boolean;
}

function joinEntries({ memberships, joinDecisions }: Holdings, memberId: string): readonly Entry[] {
  return memberships.flatMap(({ recordId, programmeId, joinedAtMs }) => {
    const decision = joinDecisions.get(recordId);
    if (decision !== undefined && decision.status !== 'accepted') return [];
    const event = enrolEvent({ recordId, atMs: joinedAtMs, memberId, programmeId });
    return [{ event, isPending: decision === undefined }];
  });
}

function statementEntries({ statements, statementDecisions }: Holdings, memberId: string): readonly Entry[] {
  return statements.flatMap((row) => {
    const decision = statementDecisions.get(row.recordId);
    if (decision !== undefined && decision.status !== 'accepted') return [];
    return [{ event: eventOfStatement(row, memberId), isPending: decision === undefined }];
  });
}

function receiptEntries(holdings: Holdings, memberId: string): readonly Entry[] {
  const contents = voucherContents(holdings);
  return holdings.receipts.flatMap((row) => {
    const { decision } = row;
    // A conflict counts for nothing either: the sale stays a fact of the till's journal, not of the member's log.
    if (decision !== undefined && decision.status !== 'accepted') return [];
    const event = receiptEvent(row, contents, memberId);
    return event === undefined ? [] : [{ event, isPending: decision === undefined }];
  });
}

/** What a till has taken back of the receipts held here, unless the server did not grant it. */
function undoEntries({ receipts }: Holdings, memberId: string): readonly Entry[] {
  const held = new Map(receipts.map((row) => [row.id, row]));
  return receipts.flatMap(({ id, content, decision }) => {
    const sale = content?.undo === undefined ? undefined : held.get(content.undo.receiptId)?.content;
    const counts = decision === undefined || decision.status === 'accepted';
    if (content?.undo === undefined || sale?.purchase === undefined || !counts) return [];
    const { receiptId, lines } = content.undo;
    const event = undoEvent({
      undoId: id,
      atS: content.issuedAtS,
      memberId,
      merchantSlug: content.merchantSlug,
      receiptId,
      receiptAtS: sale.issuedAtS,
      ...(lines === undefined ? {} : { lines }),
    });
    return [{ event, isPending: decision === undefined }];
  });
}

/** A payment counts from the till's receipt on: before that nobody knows whether the till took it. */
function paymentEntries(holdings: Holdings, memberId: string): readonly Entry[] {
  return holdings.payments.flatMap((row): readonly Entry[] => {
    const { receipt, content, decision } = row;
    if (receipt === undefined || (decision !== undefined && decision.status !== 'accepted')) return [];
    const { merchantSlug, programmeId, unit, points, scale, amountMinor } = content;
    const { id: receiptId, issuedAtS: atS } = receipt;
    const qty = points * 10 ** scale;
    const event = paymentEvent({
      receiptId,
      atS,
      memberId,
      merchantSlug,
      programmeId,
      unit,
      qty,
      amountMinor,
    });
    const paid: Entry = { event, isPending: decision === undefined };
    const reversal = reversalOf(row, holdings.reversalDecisions);
    if (reversal === undefined) return [paid];
    const voided = voidEvent({
      voidId: reversal.id,
      atS: reversal.issuedAtS,
      paidAtS: atS,
      memberId,
      programmeId,
      voided: receiptId,
    });
    return [paid, { event: voided, isPending: reversal.isPending }];
  });
}

type Reversal = NonNullable<PaymentRow['voided']> & { readonly isPending: boolean };

/** What a till took a payment back by, unless the server did not grant it. */
export function reversalOf(
  { voided, voidRecordId }: PaymentRow,
  decisions: Holdings['reversalDecisions'],
): Reversal | undefined {
  if (voided === undefined) return undefined;
  // What the server tells of another device's record needs no word on a record of this one.
  if (voidRecordId === undefined) return { ...voided, isPending: false };
  const decision = decisions.get(voidRecordId);
  if (decision !== undefined && decision.status !== 'accepted') return undefined;
  return { ...voided, isPending: decision === undefined };
}

function visitEntries({ visits }: Holdings, memberId: string): readonly Entry[] {
  return visits.flatMap(({ merchantSlug, atS, decision }) => {
    if (decision !== undefined && decision.status !== 'accepted') return [];
    return [{ event: visitEvent({ atS, memberId, merchantSlug }), isPending: decision === undefined }];
  });
}

/** By voucher id, of the credentials of this device. */
export function voucherContents({ vouchers }: Holdings): ReadonlyMap<string, VoucherRow['content']> {
  return new Map(vouchers.map(({ id, content }) => [id, content]));
}

/** The event of a receipt, whether or not it counts; `undefined` when it states no purchase. */
export function receiptEvent(
  { id, content }: Pick<ReceiptRow, 'id' | 'content'>,
  vouchers: ReturnType<typeof voucherContents>,
  memberId: string,
): LoyaltyEvent | undefined {
  if (content?.purchase === undefined) return undefined;
  const { redemption } = content;
  const used = redemption && (vouchers.get(redemption.voucherId) ?? redemption);
  return purchaseOf({ id, content }, memberId, used);
}

/** `used`: of the credential that the sale used up. */
function purchaseOf(
  { id, content }: { readonly id: string; readonly content: ReceiptContent },
  memberId: string,
  used: Pick<VoucherRow['content'], 'programmeVoucher' | 'instanceKey'> | undefined,
): LoyaltyEvent {
  const [programmeId, voucherId] = used?.programmeVoucher?.split('/') ?? [];
  const name = used?.instanceKey;
  return purchaseEvent({
    receiptId: id,
    atS: content.issuedAtS,
    memberId,
    merchantSlug: content.merchantSlug,
    facts: content.purchase ?? { lines: [] },
    ...(programmeId === undefined || voucherId === undefined
      ? {}
      : { use: { programmeId, voucherId, name } }),
  });
}

/** The log as a programme from a file sees it: as if the member had joined it when it was added. Nobody is told. */
export function logWithOwnJoin(
  log: MemberLog,
  join: { readonly memberId: string; readonly programmeId: string; readonly atMs: number },
): MemberLog {
  const event = enrolEvent({ ...join, recordId: `added:${join.programmeId}` });
  return { ...log, events: [...log.events, event], revision: `${log.revision},${event.id}@${join.atMs}` };
}
