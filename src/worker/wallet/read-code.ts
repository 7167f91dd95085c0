import { assert } from '#base/assert.ts';
import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { MESSAGE_TYPE, type RedemptionResult } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import type { WalletPolicy, WalletState, WalletVerdict } from '#protocol/verdict.ts';
import { outcomeOf, verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { isTillRevoked } from '#protocol/revoked-tills.ts';
import type { RefusalKind } from '#protocol/refusal.ts';
import { verifyUndo } from '#protocol/verify-undo.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { NewRecord } from '#worker/shared/journal.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { fileReceipt } from './file-receipt.ts';
import { receiptContentFrom } from './receipt-content.ts';
import { takeUndo } from './take-undo.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** What reading a code did; ids in hex. */
export type ReadCode =
  | { readonly kind: 'earned' | 'redeemed' | 'undone' | 'known' | 'unverified'; readonly receiptId: string }
  /** The till refused the voucher and signed why: nothing was used, nothing is kept. */
  | { readonly kind: 'redemption_refused'; readonly result: RedemptionResult; readonly voucherId: string };

type Claimed = Extract<WalletVerdict, { readonly kind: 'earned' | 'redeemed' }>;

/**
 * Reads a receipt from any text: verifies it, keeps it strictly and claims it by a signed record. One whose merchant
 * is newer than the trust list is kept and verified after the next refresh, and so is one of a till that was struck off
 * before it signed; it counts for nothing until then.
 * Refusals: those of `verifyAtWallet` and `takeUndo`, `code_not_for_wallet`, `not_enrolled`, `storage_full`, `storage_failed`.
 */
export async function readCode(deps: WalletDeps, text: string): Promise<Result<ReadCode, Refusal>> {
  const device = await enrolledDevice(deps);
  const bytes = bytesFromCode(text);
  if (!bytes.ok) return bytes;
  if (device === undefined) return err({ kind: 'not_enrolled' });
  return deps.around.exclusive.run('tessera-wallet-receipts', () => takeReceipt(deps, device, bytes.value));
}

/** Judges the bytes of a receipt and keeps what it is worth. The caller holds the lock of receipts. */
export async function takeReceipt(
  deps: WalletDeps,
  device: EnrolledDevice,
  bytes: Bytes,
): Promise<Result<ReadCode, Refusal>> {
  const trusted = await deps.catalogue.current();
  const policy = trusted === undefined ? {} : { trustList: trusted.trustList };
  const undo = await verifiedUndo(deps, policy, bytes);
  if (undo?.ok === true) {
    if (isTillRevoked(policy.trustList, undo.value, undo.value.receipt.issuedAtS))
      return keepUnverified(deps, bytes, 'cert_revoked');
    return takeUndo(deps, device, { bytes, verified: undo.value });
  }
  if (undo?.ok === false) {
    const { error } = undo;
    return outcomeOf(error) === 'keep_unverified' ? keepUnverified(deps, bytes, error.kind) : undo;
  }
  const state = await walletState(deps, device);
  const { verdict } = await verifyAtWallet(bytes, state, policy, deps.around.clock);
  switch (verdict.kind) {
    case 'refused':
      return err({
        kind: verdict.refusal.kind === 'wrong_type' ? 'code_not_for_wallet' : verdict.refusal.kind,
      });
    case 'duplicate': {
      return ok({ kind: 'known', receiptId: verdict.receiptId });
    }
    case 'keep_unverified':
      return keepUnverified(deps, bytes, verdict.refusal.kind);
    case 'redemption_refused': {
      const { voucherId, receipt } = verdict;
      return ok({ kind: 'redemption_refused', result: receipt.result, voucherId });
    }
    case 'earned':
    case 'redeemed':
      return claim(deps, device, { bytes, verdict });
  }
}

/** `undefined`: it does not take a receipt back. */
async function verifiedUndo(
  { around }: WalletDeps,
  { trustList }: WalletPolicy,
  bytes: Bytes,
): Promise<Awaited<ReturnType<typeof verifyUndo>> | undefined> {
  const opened = openMessage(bytes);
  if (!opened.ok || opened.value.claims.type !== MESSAGE_TYPE.voidReceipt) return undefined;
  return verifyUndo(opened.value, { trustList, nowMs: around.clock.nowMs() });
}

async function walletState({ stores }: WalletDeps, device: EnrolledDevice): Promise<WalletState> {
  const memberId = bytesFromHex(device.memberId);
  assert(memberId !== undefined, 'an enrolment names its member in hex');
  return stores.store.read(async ({ vouchers, receipts }) => ({
    memberId,
    presentations: await vouchers.presentations(),
    receipts: new Set(await receipts.verifiedIds()),
  }));
}

async function keepUnverified(
  deps: WalletDeps,
  bytes: Bytes,
  waitsFor: RefusalKind,
): Promise<Result<ReadCode, Refusal>> {
  const { store } = deps.stores;
  const opened = openMessage(bytes);
  assert(opened.ok, 'what is to be kept was opened');
  const id = hexFromBytes(await messageIdOf(opened.value.sign1));
  const addedAtMs = deps.around.clock.nowMs();
  const kept = await store.write(async ({ receipts }) => {
    const before = await receipts.get(id);
    if (before?.content === undefined)
      await receipts.put({ id, cose: bytes, addedAtMs, ...before, waitsFor });
  });
  if (!kept.ok) return kept;
  deps.broadcast.changed('activity');
  return ok({ kind: 'unverified', receiptId: id });
}

async function claim(
  deps: WalletDeps,
  device: EnrolledDevice,
  { bytes, verdict }: { readonly bytes: Bytes; readonly verdict: Claimed },
): Promise<Result<ReadCode, Refusal>> {
  const { around } = deps;
  const voucherId = verdict.kind === 'redeemed' ? verdict.voucherId : undefined;
  const receiptId = hexFromBytes(verdict.messageId);
  const row: ReceiptRow = {
    id: receiptId,
    cose: bytes,
    addedAtMs: around.clock.nowMs(),
    content: receiptContentFrom(verdict, voucherId === undefined ? undefined : { voucherId }),
  };
  const record = await claimRecord(deps, verdict, bytes);
  const appended = await deps.journal.append(device.signer, record, (repositories, recordId) =>
    fileReceipt(repositories, { ...row, recordId }),
  );
  if (!appended.ok) return appended;
  deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection');
  deps.onAppended();
  return ok({ kind: verdict.kind, receiptId });
}

async function claimRecord({ stores }: WalletDeps, verdict: Claimed, bytes: Bytes): Promise<NewRecord> {
  const occurredAtMs = verdict.receipt.issuedAtS * 1_000;
  if (verdict.kind === 'earned') return { kind: 'earn', parts: [bytes], occurredAtMs };
  const presentationId = hexFromBytes(verdict.receipt.presentationId);
  const shown = await stores.store.read(({ vouchers }) => vouchers.presentation(presentationId));
  assert(shown !== undefined, 'a redemption answers a presentation of this device');
  return { kind: 'redeem', parts: [shown.cose, bytes], occurredAtMs };
}
