import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import type { CodeView, Outcome, RefusalView } from '#bridge/common-views.ts';
import { CLOCK_TOLERANCE_MS } from '#protocol/certificate-life.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makePresentation } from '#protocol/presentation.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import type { CodeDrawer, Drawing, Drawn } from './code-drawer.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { VOUCHER_LOCK } from './move-voucher.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { withdrawnAmong } from './withdrawn-vouchers.ts';

/**
 * A voucher's presentation; the voucher counts as presented before anybody sees the code. With `nonce` it answers a till's
 * challenge. Refusals: `not_enrolled`,
 * `voucher_spent`, `voucher_elsewhere`, `voucher_withdrawn`, `clock_behind`, `not_yet_valid`, `voucher_expired`, `storage_full`, `storage_failed`.
 */
export async function showVoucher(
  deps: WalletDeps,
  drawer: CodeDrawer,
  voucher: VoucherRow,
  nonce?: Bytes,
): Promise<Outcome<CodeView>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return refused('not_enrolled');
  // Whoever gives it up to another device waits for this, or this for them.
  return deps.around.exclusive.run(VOUCHER_LOCK, async () => {
    const now = await deps.stores.store.read(({ vouchers }) => vouchers.get(voucher.id));
    return present(deps, drawer, {
      device,
      voucher: now ?? voucher,
      ...(nonce === undefined ? {} : { nonce }),
    });
  });
}

async function present(
  deps: WalletDeps,
  drawer: CodeDrawer,
  { device, voucher, nonce }: Presenting,
): Promise<Outcome<CodeView>> {
  const fault = await faultOf(deps, voucher);
  if (fault !== undefined) return { ok: false, error: fault };
  const asked = nonce === undefined ? '' : hexFromBytes(nonce);
  const code = await drawer.draw(`voucher ${voucher.id} ${asked}`, (drawing) =>
    presentationOf({ device, voucher, ...(nonce === undefined ? {} : { nonce }) }, drawing),
  );
  if (!code.ok) return outcomeError(code.error);
  if (voucher.state === 'live') deps.broadcast.changed('vouchers');
  return code;
}

async function faultOf(deps: WalletDeps, voucher: VoucherRow): Promise<RefusalView | undefined> {
  const { state, content } = voucher;
  const { stores, around } = deps;
  const nowMs = around.clock.nowMs();
  if (state === 'used') return { kind: 'voucher_spent' };
  if (state === 'moved') return { kind: 'voucher_elsewhere' };
  if ((await withdrawnAmong(deps, [voucher])).has(voucher.id)) return { kind: 'voucher_withdrawn' };
  // By a clock that is wrong no date can be judged, so it comes before the dates, as it does at the till.
  const marks = await stores.store.read(({ meta }) => meta.get('clock'));
  if (nowMs < (marks?.highWaterMarkMs ?? 0) - CLOCK_TOLERANCE_MS) return { kind: 'clock_behind' };
  if (nowMs < (content.notBeforeS ?? 0) * 1_000) return { kind: 'not_yet_valid' };
  return nowMs >= content.expiresAtS * 1_000 ? { kind: 'voucher_expired' } : undefined;
}

interface Presenting {
  readonly device: EnrolledDevice;
  readonly voucher: VoucherRow;
  readonly nonce?: Bytes;
}

async function presentationOf({ device, voucher, nonce }: Presenting, drawing: Drawing): Promise<Drawn> {
  const merchantId = bytesFromHex(voucher.content.merchantId);
  assert(merchantId !== undefined, 'a stored voucher names its merchant in hex');
  const { counter, issuedAtS, nowMs } = drawing;
  const useNumber = voucher.uses + 1;
  const bytes = await makePresentation(
    {
      merchantId,
      issuedAtS,
      counter,
      voucher: voucher.cose,
      useNumber,
      ...(nonce === undefined ? {} : { nonce }),
    },
    device.signer,
  );
  const opened = openMessage(bytes);
  assert(opened.ok, 'a presentation just made opens');
  const id = hexFromBytes(await messageIdOf(opened.value.sign1));
  return {
    bytes,
    keep: async ({ vouchers }) => {
      await vouchers.addPresentation({ id, voucherId: voucher.id, cose: bytes, madeAtMs: nowMs });
      await vouchers.prunePresentations(nowMs);
      const row = await vouchers.get(voucher.id);
      if (row?.state === 'live') await vouchers.put({ ...row, state: 'presented' });
    },
  };
}
