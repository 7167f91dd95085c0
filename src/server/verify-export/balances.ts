// Folds the statements of an export by the programmes in it, with the engine that wallet, till and server use.
import { hexFromBytes } from '#base/bytes.ts';
import { openLedger } from '#loyalty/engine/ledger.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import { eventsInOrder } from '#loyalty/ledger/events-in-order.ts';
import {
  eventsOfGroup,
  type GroupMember,
  groupOf,
  ownState,
  type ProgrammeGroup,
} from '#loyalty/ledger/programme-group.ts';
import { paymentEvent, visitEvent, voidEvent } from '#loyalty/ledger/pay-terms.ts';
import { enrolEvent, purchaseEvent, undoEvent } from '#loyalty/ledger/receipt-events.ts';
import { claimEvent, profileEvent, reportEvent } from '#loyalty/ledger/statement-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import type { SelfReport } from '#loyalty/programme/self-report.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { type Finding, verifyExportedPayment } from '#protocol/check-export.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import type {
  ExportedPayment,
  ExportedReceipt,
  ExportedStatement,
  LedgerExport,
} from '#protocol/ledger-export.ts';
import { MESSAGE_TYPE, type PublicKey, type TrustList } from '#protocol/messages.ts';
import { openAs, type OpenedMessage, openMessage } from '#protocol/open-message.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import type { PaidContents } from '#protocol/verify-pay-at-server.ts';
import { verifyReceipt } from '#protocol/verify-receipt.ts';
import { verifyUndo } from '#protocol/verify-undo.ts';
import { keysOfHistory } from '#protocol/server-keys.ts';

export interface ExportKeys {
  readonly trustList: TrustList | undefined;
  readonly serverKey: PublicKey;
}

/** One finding per stated balance. A programme that cannot be read, or does not say the same, is a fault. */
export async function balanceFindings(contents: LedgerExport, keys: ExportKeys): Promise<readonly Finding[]> {
  const member = memberOf(contents);
  if (member === undefined) return [];
  const log = await eventsOf(contents, keys, member);
  const programmes = programmesOf(contents);
  return contents.balances.map(({ programmeId, unitId, qty }) => {
    const what = `balance of ${programmeId}, ${unitId}: follows from the statements by the rules in the file`;
    const folded = foldedBalance(programmes, log, { programmeId, member, nowMs: contents.madeAtMs });
    if (folded === undefined) return { what, fault: 'the programme is not in the file, or cannot be read' };
    const own = folded[unitId] ?? 0;
    return own === qty ? { what } : { what, fault: `the file says ${qty}, the statements give ${own}` };
  });
}

function memberOf({ certificate }: LedgerExport): string | undefined {
  const opened = openAs(DEVICE_CERTIFICATE, certificate);
  return opened.ok ? hexFromBytes(opened.value.value.memberId) : undefined;
}

type Reading = {
  readonly trustList: TrustList | undefined;
  readonly nowMs: number;
  readonly memberId: string;
};

async function eventsOf(
  contents: LedgerExport,
  { trustList, serverKey }: ExportKeys,
  memberId: string,
): Promise<readonly LoyaltyEvent[]> {
  const { joins, receipts, statements, madeAtMs } = contents;
  const reading: Reading = { trustList, nowMs: madeAtMs, memberId };
  const events: LoyaltyEvent[] = joins.map(({ recordId, programmeId, joinedAtMs }) =>
    enrolEvent({ recordId, programmeId, memberId, atMs: joinedAtMs }),
  );
  events.push(...(await paymentsIn(contents, reading, serverKey)), ...visitsIn(contents, memberId));
  events.push(...statements.flatMap((one) => stated(one, memberId) ?? []));
  const soldAtS = new Map<string, number>();
  const undos: ((at: ReadonlyMap<string, number>) => LoyaltyEvent | undefined)[] = [];
  for (const receipt of receipts) {
    if (!isCounted(receipt)) continue;
    const opened = openMessage(receipt.cose);
    if (!opened.ok) continue;
    const id = hexFromBytes(await messageIdOf(opened.value.sign1));
    if (opened.value.claims.type === MESSAGE_TYPE.voidReceipt) {
      undos.push(await undoIn(opened.value, { ...reading, id }));
      continue;
    }
    const event = await purchaseIn(opened.value, receipt, { ...reading, id });
    if (event === undefined) continue;
    soldAtS.set(id, event.atS);
    events.push(event.event);
  }
  return [...events, ...undos.flatMap((undo) => undo(soldAtS) ?? [])];
}

function isCounted({ status }: { readonly status: string }): boolean {
  return status === '' || status === 'accepted';
}

async function paymentsIn(
  { payments }: LedgerExport,
  { trustList, nowMs, memberId }: Reading,
  serverKey: PublicKey,
): Promise<readonly LoyaltyEvent[]> {
  if (trustList === undefined) return [];
  const trust = {
    trustList,
    serverKeys: keysOfHistory(serverKey, trustList),
    isRegistered: () => true,
    nowMs,
  };
  const events: LoyaltyEvent[] = [];
  for (const one of payments.filter(isCounted)) {
    const verified = await verifyExportedPayment(one, trust);
    if (!verified.ok || hexFromBytes(verified.value.paid.device.memberId) !== memberId) continue;
    events.push(...paymentEvents(one, verified.value, memberId));
  }
  return events;
}

function paymentEvents(
  { programmeId, unit, scale }: ExportedPayment,
  contents: PaidContents,
  memberId: string,
): readonly LoyaltyEvent[] {
  const { receipt, merchant, messageId } = contents.paid.receipt;
  const [receiptId, paidAtS] = [hexFromBytes(messageId), receipt.issuedAtS];
  const { amountMinor } = contents.paid.request;
  const qty = receipt.points * 10 ** scale;
  const where = { memberId, programmeId };
  const paid = paymentEvent({
    ...where,
    receiptId,
    unit,
    qty,
    amountMinor,
    merchantSlug: merchant.slug,
    atS: paidAtS,
  });
  if (contents.kind === 'pay') return [paid];
  const { voided } = contents;
  const voidId = hexFromBytes(voided.messageId);
  const taken = { ...where, voidId, atS: voided.receipt.issuedAtS, paidAtS, voided: receiptId };
  return [paid, voidEvent(taken)];
}

function visitsIn({ visits }: LedgerExport, memberId: string): readonly LoyaltyEvent[] {
  return visits.filter(isCounted).map(({ merchantSlug, atS }) => visitEvent({ atS, memberId, merchantSlug }));
}

type Named = Reading & { readonly id: string };

async function purchaseIn(
  opened: OpenedMessage,
  { voucher, instance }: ExportedReceipt,
  { id, memberId, ...trust }: Named,
): Promise<{ readonly event: LoyaltyEvent; readonly atS: number } | undefined> {
  const verified = await verifyReceipt(opened, trust);
  if (!verified.ok || verified.value.receipt.facts?.kind !== 'purchase') return undefined;
  const { receipt, merchant } = verified.value;
  const [programmeId, voucherId] = voucher.split('/');
  const use =
    programmeId !== undefined && voucherId !== undefined
      ? { use: { programmeId, voucherId, ...(instance === '' ? {} : { name: instance }) } }
      : {};
  const event = purchaseEvent({
    receiptId: id,
    atS: receipt.issuedAtS,
    memberId,
    merchantSlug: merchant.slug,
    facts: receipt.facts!,
    ...use,
  });
  return { event, atS: receipt.issuedAtS };
}

/** What a till has taken back counts against a receipt that is in the file, wherever in it. */
async function undoIn(
  opened: OpenedMessage,
  { id, memberId, ...trust }: Named,
): Promise<(soldAtS: ReadonlyMap<string, number>) => LoyaltyEvent | undefined> {
  const verified = await verifyUndo(opened, trust);
  if (!verified.ok) return () => undefined;
  const { receipt, merchant } = verified.value;
  const receiptId = hexFromBytes(receipt.voidedId);
  const { lines } = receipt;
  return (soldAtS) => {
    const receiptAtS = soldAtS.get(receiptId);
    if (receiptAtS === undefined) return undefined;
    return undoEvent({
      undoId: id,
      atS: receipt.issuedAtS,
      memberId,
      merchantSlug: merchant.slug,
      receiptId,
      receiptAtS,
      ...(lines === undefined ? {} : { lines }),
    });
  };
}

/** `undefined` for text that is no claim, no report and no day of the member's own. */
function stated(
  { programmeId, recordId, occurredAtMs, said }: ExportedStatement,
  memberId: string,
): LoyaltyEvent | undefined {
  const json = objectFrom(said);
  const base = { programmeId, recordId, memberId, atMs: occurredAtMs };
  const { kind, rewardId, report, quantity, attribute, value } = json ?? {};
  if (kind === 'claim' && typeof rewardId === 'string') return claimEvent(base, rewardId);
  if (kind === 'profile' && typeof attribute === 'string' && typeof value === 'string')
    return profileEvent(base, attribute, value);
  if (kind !== 'report' || !isReport(report) || !Number.isSafeInteger(quantity)) return undefined;
  return reportEvent(base, report, quantity as number);
}

function isReport(value: unknown): value is SelfReport {
  return typeof value === 'object' && value !== null && 'action' in value && typeof value.action === 'string';
}

function programmesOf({ programmes }: LedgerExport): ReadonlyMap<string, GroupMember> {
  return new Map(
    programmes.flatMap((text) => programmeFrom(text) ?? []).map((one) => [one.scope.programmeId, one]),
  );
}

/** Text of a file that anybody may have written: what does not load is not there. */
function programmeFrom(text: string): GroupMember | undefined {
  const json = objectFrom(text);
  const definition = loadProgramme(json?.['definition']);
  const merchants = json?.['merchants'];
  if (!definition.ok || !Array.isArray(merchants)) return undefined;
  const sales = json?.['sales'] as GroupMember['scope']['sales'];
  const scope = { programmeId: definition.value.id, merchants, ...(sales === undefined ? {} : { sales }) };
  return { definition: definition.value, scope };
}

function objectFrom(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

function foldedBalance(
  known: ReadonlyMap<string, GroupMember>,
  log: readonly LoyaltyEvent[],
  {
    programmeId,
    member,
    nowMs,
  }: { readonly programmeId: string; readonly member: string; readonly nowMs: number },
): Readonly<Record<string, number>> | undefined {
  const group = groupOf(programmeId, known);
  if (!group.ok) return undefined;
  try {
    return fold(group.value, log, { member, nowMs });
  } catch (error) {
    // An answer beyond the engine's exact numbers is no answer; anything else is a bug of ours.
    if (error instanceof FoldRefusal) return undefined;
    throw error;
  }
}

function fold(
  group: ProgrammeGroup,
  log: readonly LoyaltyEvent[],
  { member, nowMs }: { readonly member: string; readonly nowMs: number },
): Readonly<Record<string, number>> {
  const ordered = eventsInOrder(eventsOfGroup(log, group));
  const ledger = openLedger(group.loaded);
  for (const { event } of ordered) ledger.append(event);
  // A till's clock may be ahead of the phone's: what it has signed counts at once.
  const latestMs = Math.max(nowMs, ordered.at(-1)?.atMs ?? 0);
  const at = instantFromSeconds(Math.floor(latestMs / 1000));
  return ownState(ledger.stateAt({ at, member }), group).balance;
}
