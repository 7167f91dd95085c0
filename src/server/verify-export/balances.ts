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
import { enrolEvent, purchaseEvent } from '#loyalty/ledger/receipt-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { Finding } from '#protocol/check-export.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import type { ExportedReceipt, LedgerExport } from '#protocol/ledger-export.ts';
import type { TrustList } from '#protocol/messages.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { verifyReceipt } from '#protocol/verify-receipt.ts';

/** One finding per stated balance. A programme that cannot be read, or does not say the same, is a fault. */
export async function balanceFindings(
  contents: LedgerExport,
  trustList: TrustList | undefined,
): Promise<readonly Finding[]> {
  const member = memberOf(contents);
  if (member === undefined) return [];
  const log = await eventsOf(contents, trustList, member);
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

async function eventsOf(
  { joins, receipts, madeAtMs }: LedgerExport,
  trustList: TrustList | undefined,
  memberId: string,
): Promise<readonly LoyaltyEvent[]> {
  const events: LoyaltyEvent[] = joins.map(({ recordId, programmeId, joinedAtMs }) =>
    enrolEvent({ recordId, programmeId, memberId, atMs: joinedAtMs }),
  );
  for (const receipt of receipts) {
    if (receipt.status !== '' && receipt.status !== 'accepted') continue;
    const event = await purchaseIn(receipt, { trustList, nowMs: madeAtMs, memberId });
    if (event !== undefined) events.push(event);
  }
  return events;
}

async function purchaseIn(
  { cose, voucher, instance }: ExportedReceipt,
  context: { readonly trustList: TrustList | undefined; readonly nowMs: number; readonly memberId: string },
): Promise<LoyaltyEvent | undefined> {
  const opened = openMessage(cose);
  const verified = opened.ok ? await verifyReceipt(opened.value, context) : undefined;
  if (!opened.ok || verified?.ok !== true) return undefined;
  const { receipt, merchant } = verified.value;
  if (receipt.facts?.kind !== 'purchase') return undefined;
  const [programmeId, voucherId] = voucher.split('/');
  const use =
    programmeId !== undefined && voucherId !== undefined
      ? { use: { programmeId, voucherId, ...(instance === '' ? {} : { name: instance }) } }
      : {};
  return purchaseEvent({
    receiptId: hexFromBytes(await messageIdOf(opened.value.sign1)),
    atS: receipt.issuedAtS,
    memberId: context.memberId,
    merchantSlug: merchant.slug,
    facts: receipt.facts,
    ...use,
  });
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
