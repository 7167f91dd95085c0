import type { SyncChange } from '#api/sync.ts';
import { type Bytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { type OpenedMessage, openAs, openMessage } from '#protocol/open-message.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { verifyReceipt } from '#protocol/verify-receipt.ts';
import { verifyUndo } from '#protocol/verify-undo.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import type { ReceiptDecision, ReceiptRow } from '#storage/receipt-store.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import type { EnrolledDevice } from './enrol.ts';
import { fileReceipt } from './file-receipt.ts';
import { heardReceipt } from './heard.ts';
import type { PreparedChange } from './keep-changes.ts';
import { receiptContentFrom, type UsedVoucher } from './receipt-content.ts';
import { undoContentFrom } from './undo-content.ts';
import type { WalletDeps } from './wallet-deps.ts';

type ReceiptChange = Extract<SyncChange, { readonly kind: 'receipt' }>;

interface Reading {
  readonly deps: Pick<WalletDeps, 'around'>;
  readonly device: Pick<EnrolledDevice, 'memberId'>;
  readonly trusted: Pick<TrustedCatalogue, 'trustList'>;
  readonly serverNowMs: number;
}

/** A receipt that the server tells of, proved from its own bytes. `undefined`: not ours or not genuine. */
export async function readReceipt(
  reading: Reading,
  change: ReceiptChange,
): Promise<PreparedChange | undefined> {
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
    id: hexFromBytes(verified.ok ? verified.value.messageId : await messageIdOf(opened.value.sign1)),
    cose,
    addedAtMs: deps.around.clock.nowMs(),
    decision,
    ...(verified.ok
      ? { content: receiptContentFrom(verified.value, usedVoucherOf(change.presentation)) }
      : {}),
  };
  const isSale = row.content?.redemption === undefined;
  return keptReceipt(change, row, isSale ? { sale: row } : { write: (held) => fileReceipt(held, row) });
}

function keptReceipt(
  change: ReceiptChange,
  row: ReceiptRow,
  filing: Pick<PreparedChange, 'sale' | 'write'>,
): PreparedChange {
  const heard = heardReceipt(change, row);
  return {
    ...filing,
    ...(row.content === undefined ? { isUnread: true } : {}),
    ...(heard === undefined ? {} : { heard }),
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
): Promise<PreparedChange | undefined> {
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
  return keptReceipt(change, row, { write: (held) => fileReceipt(held, row) });
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
