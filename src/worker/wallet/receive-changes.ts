import type { SyncChange } from '#api/sync.ts';
import { type Bytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import type { Topic } from '#bridge/changes.ts';
import { openVoucher } from '#protocol/chain.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { type OpenedMessage, openAs, openMessage } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { verifyReceipt } from '#protocol/verify-receipt.ts';
import { verifyUndo } from '#protocol/verify-undo.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import type { ReceiptDecision, ReceiptRow } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import type { ChangeReader } from '#worker/shared/reply-store.ts';
import type { Settlement } from '#sync/ports.ts';
import { type EnrolledDevice, enrolledDevice, enrolmentFromCertificate } from './enrol.ts';
import { heardPayment, heardReceipt } from './heard.ts';
import { mergedPayment, paymentFromChange } from './file-payment.ts';
import { fileReceipt } from './file-receipt.ts';
import { fileUndo } from './file-undo.ts';
import { ownDecisions } from './own-decisions.ts';
import { receiptContentFrom, type UsedVoucher } from './receipt-content.ts';
import { deviceChange, deviceRevokedChange, noticeChange, passkeyChange } from './receive-notice.ts';
import { readRecord } from './receive-record.ts';
import { undoContentFrom } from './undo-content.ts';
import { voucherRowFrom } from './voucher-content.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { keysInForce } from '#protocol/server-keys.ts';

type ChangeDeps = Pick<
  WalletDeps,
  'around' | 'stores' | 'keys' | 'http' | 'catalogue' | 'usable' | 'broadcast'
>;

export interface Reading {
  readonly deps: ChangeDeps;
  readonly device: EnrolledDevice;
  readonly trusted: TrustedCatalogue;
  readonly serverNowMs: number;
}

/** One change, verified: what to write, and what it makes out of date. `undefined`: not ours or not genuine. */
export interface PreparedChange {
  /** It is the member's by the server's word, and cannot be verified with this trust list: to be read again with the next. */
  readonly isUnread?: true;
  readonly write: (repositories: WalletRepositories) => Promise<void>;
  readonly topics: readonly Topic[];
}
type Prepared = PreparedChange | undefined;

/** Turns the server's changes into rows. The server is not believed either: credentials and receipts prove themselves. */
export function createChangeReader(deps: ChangeDeps): ChangeReader<WalletRepositories> {
  return {
    prepare: async (settlement) => {
      const told = await readChanges(deps, settlement);
      const unread = told.flatMap(({ change, prepared }) => (isUnread(change, prepared) ? [change] : []));
      const changes = [...told.map(({ prepared }) => prepared), ownDecisions(settlement)];
      const prepared = changes.filter((change) => change !== undefined);
      return {
        write: async (repositories) => {
          if (settlement.serverRestored) await repositories.heard.forgetAll();
          await repositories.heard.prune(deps.around.clock.nowMs());
          for (const change of prepared) await change.write(repositories);
          await repositories.unread.add(unread, deps.around.clock.nowMs());
        },
        topics: prepared.flatMap(({ topics }) => topics),
      };
    },
  };
}

interface ToldChange {
  readonly change: SyncChange;
  readonly prepared: Prepared;
}

/** A payment, or what another phone has sealed: nothing of it can be shown before it is verified. */
function isUnread(change: SyncChange, prepared: Prepared): boolean {
  if (prepared !== undefined) return prepared.isUnread === true;
  return change.kind === 'payment' || (change.kind === 'record' && change.status === 'accepted');
}

async function readChanges(deps: ChangeDeps, settlement: Settlement): Promise<readonly ToldChange[]> {
  const device = settlement.changes.length === 0 ? undefined : await enrolledDevice(deps);
  if (device === undefined) return [];
  const trusted = await catalogueFor(deps, settlement);
  if (trusted === undefined) return [];
  const reading: Reading = { deps, device, trusted, serverNowMs: settlement.serverNowMs };
  const told: ToldChange[] = [];
  for (const { change } of settlement.changes)
    told.push({ change, prepared: await readChange(reading, change) });
  return told;
}

/** A voucher or receipt of a merchant that joined yesterday must find its merchant: changes come only once. */
async function catalogueFor(deps: ChangeDeps, settlement: Settlement): Promise<TrustedCatalogue | undefined> {
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return undefined;
  for (const { change } of settlement.changes) {
    if (change.kind !== 'voucher') continue;
    const bytes = bytesFromBase64(change.cose);
    const voucher = bytes && (await openVoucher(bytes, trusted.trustList, settlement.serverNowMs));
    if (voucher === undefined || voucher.ok) continue;
    await deps.catalogue.refresh();
    return (await deps.catalogue.current()) ?? trusted;
  }
  return trusted;
}

export function readChange(reading: Reading, change: SyncChange): Promise<Prepared> | Prepared {
  switch (change.kind) {
    case 'receipt':
      return readReceipt(reading, change);
    case 'payment':
      return readPayment(reading, change);
    case 'record':
      return readRecord(reading, change);
    case 'notice':
      return noticeChange(change);
    case 'recovery_passkey':
      return passkeyChange(change);
    case 'device':
      return deviceChange(change);
    case 'device_revoked':
      return deviceRevokedChange(change);
    case 'voucher_place':
      return readVoucherPlace(reading, change);
    case 'voucher':
      return readVoucher(reading, change.cose);
    case 'certificate':
      return readCertificate(reading, change.cose);
    case 'balance': {
      const { programme: programmeId, unit: unitId, qty } = change;
      const row = { programmeId, unitId, qty, toldAtMs: reading.serverNowMs };
      return { write: ({ balances }) => balances.putServer(row), topics: [] };
    }
  }
}

async function readPayment(
  { deps, trusted, device }: Reading,
  change: Extract<SyncChange, { readonly kind: 'payment' }>,
): Promise<Prepared> {
  const { memberId } = device;
  const row = await paymentFromChange(deps, change, { trusted, memberId });
  if (row === undefined) return undefined;
  return {
    write: async ({ payments, heard }) => {
      await payments.put(mergedPayment(await payments.get(row.id), row));
      await heard.put(heardPayment(change, row), deps.around.clock.nowMs());
    },
    topics: ['programmes', 'activity'],
  };
}

type ReceiptChange = Extract<SyncChange, { readonly kind: 'receipt' }>;

async function readReceipt(reading: Reading, change: ReceiptChange): Promise<Prepared> {
  const { deps, trusted, device, serverNowMs } = reading;
  const cose = bytesFromBase64(change.cose);
  const opened = cose && openMessage(cose);
  if (cose === undefined || opened === undefined || !opened.ok) return undefined;
  if (opened.value.claims.type === MESSAGE_TYPE.voidReceipt)
    return readUndo(reading, { opened: opened.value, cose, change });
  const verified = await verifyReceipt(opened.value, { trustList: trusted.trustList, nowMs: serverNowMs });
  if (verified.ok && verified.value.kind === 'redemption_refused') return undefined;
  const bound = verified.ok && verified.value.kind === 'earned' ? verified.value.receipt.memberId : undefined;
  if (bound !== undefined && hexFromBytes(bound) !== device.memberId) return undefined;
  const { status, code } = change;
  const decision: ReceiptDecision = { status, ...(code === undefined ? {} : { code }) };
  const row: ReceiptRow = {
    id: hexFromBytes(await messageIdOf(opened.value.sign1)),
    cose,
    addedAtMs: deps.around.clock.nowMs(),
    decision,
    ...(verified.ok
      ? { content: receiptContentFrom(verified.value, usedVoucherOf(change.presentation)) }
      : {}),
  };
  return keptReceipt(reading, change, row, fileReceipt);
}

function keptReceipt(
  { deps }: Reading,
  change: ReceiptChange,
  row: ReceiptRow,
  file: (repositories: WalletRepositories, row: ReceiptRow) => Promise<void>,
): PreparedChange {
  const kept = heardReceipt(change, row);
  return {
    ...(row.content === undefined ? { isUnread: true } : {}),
    write: async (repositories) => {
      await file(repositories, row);
      if (kept !== undefined) await repositories.heard.put(kept, deps.around.clock.nowMs());
    },
    topics: ['programmes', 'vouchers', 'activity'],
  };
}

/**
 * Whose receipt it takes back the server knows; what it says is proved like any receipt. One whose till is newer than the
 * trust list is kept, as a sale is, and proved after the next refresh: the server tells of it only once.
 */
async function readUndo(
  reading: Reading,
  told: { readonly opened: OpenedMessage; readonly cose: Bytes; readonly change: ReceiptChange },
): Promise<Prepared> {
  const { deps, trusted, serverNowMs } = reading;
  const { opened, cose, change } = told;
  const verified = await verifyUndo(opened, { trustList: trusted.trustList, nowMs: serverNowMs });
  const { status, code } = change;
  const row: ReceiptRow = {
    id: hexFromBytes(await messageIdOf(opened.sign1)),
    cose,
    addedAtMs: deps.around.clock.nowMs(),
    decision: { status, ...(code === undefined ? {} : { code }) },
    ...(verified.ok ? { content: undoContentFrom(verified.value) } : {}),
  };
  return keptReceipt(reading, change, row, fileUndo);
}

/** The voucher inside a presentation; the till that answered it has verified both, the server as well. */
function usedVoucherOf(presentation: string | undefined): UsedVoucher | undefined {
  const bytes = presentation === undefined ? undefined : bytesFromBase64(presentation);
  const shown = bytes && openAs(PRESENTATION, bytes);
  const voucher = shown?.ok ? openAs(VOUCHER, shown.value.value.voucher) : undefined;
  if (voucher?.ok !== true) return undefined;
  const { voucherId, programmeVoucher, instanceKey } = voucher.value.value;
  return {
    voucherId: hexFromBytes(voucherId),
    ...(programmeVoucher === undefined ? {} : { programmeVoucher }),
    ...(instanceKey === undefined ? {} : { instanceKey }),
  };
}

async function readVoucher({ device, trusted, serverNowMs }: Reading, text: string): Promise<Prepared> {
  const cose = bytesFromBase64(text);
  const voucher = cose && (await openVoucher(cose, trusted.trustList, serverNowMs));
  if (cose === undefined || voucher === undefined || !voucher.ok) return undefined;
  if (!equalBytes(voucher.value.holderKey, device.signer.publicKey)) return undefined;
  const row = voucherRowFrom(voucher.value, cose);
  return {
    write: async ({ vouchers, voucherPlaces }) => {
      const before = await vouchers.get(row.id);
      // One that came back is another form of the same voucher; the form that left says nothing, however late it is told again.
      const cameBack = before?.state === 'moved' && !equalBytes(before.cose, row.cose);
      if (before !== undefined && !cameBack) return;
      await vouchers.put(row);
      await voucherPlaces.remove(row.id);
    },
    topics: ['vouchers', 'programmes'],
  };
}

/** Another device may show it: whatever this one has of it is put away. */
async function readVoucherPlace(
  { device }: Reading,
  {
    voucher: id,
    instance: instanceKey,
    device: place,
  }: Extract<SyncChange, { readonly kind: 'voucher_place' }>,
): Promise<Prepared> {
  const own = hexFromBytes(await thumbprint(device.signer.publicKey));
  return {
    write: async ({ vouchers, voucherPlaces }) => {
      if (place === own) return voucherPlaces.remove(id);
      await voucherPlaces.put({ id, instanceKey, device: place });
      const row = await vouchers.get(id);
      if (row === undefined) return;
      const { moving: _, ...kept } = row;
      await vouchers.put({ ...kept, movedTo: place, state: kept.state === 'used' ? 'used' : 'moved' });
    },
    topics: ['vouchers', 'programmes'],
  };
}

async function readCertificate({ device, trusted, serverNowMs }: Reading, text: string): Promise<Prepared> {
  const certificate = bytesFromBase64(text);
  if (certificate === undefined) return undefined;
  // One that the former key has signed may have waited for us.
  const serverKeys = keysInForce(trusted.serverKey, trusted.trustList, serverNowMs);
  const trust = { serverKeys, atMs: serverNowMs };
  const enrolment = await enrolmentFromCertificate(certificate, device.signer.publicKey, trust);
  if (!enrolment.ok || enrolment.value.memberId !== device.memberId) return undefined;
  return { write: ({ meta }) => meta.put('enrolment', enrolment.value), topics: ['device'] };
}
