import type { Refusal, Result } from '#base/result.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { LinkedView, WalletDevicesApi } from '#bridge/wallet-devices.ts';
import { memberNameOf } from '#worker/shared/member-name.ts';
import { outcomeError } from '#worker/shared/refusal-view.ts';
import { approveLink, readLink, startLink, takeLink } from './link-device.ts';
import { moveVoucher } from './move-voucher.ts';
import { nameDevice, ownDevices, revokeDevice } from './own-devices.ts';
import type { WalletParts } from './wallet-parts.ts';

/** Several phones of one person. */
export function createDevices(parts: WalletParts): WalletDevicesApi {
  const { deps, sync } = parts;
  return {
    startLink: async (name) => outcomeOf(await startLink(deps, name)),
    takeLink: (answer) => take(parts, answer),
    readLink: async (text) => outcomeOf(await readLink(deps, text)),
    approveLink: async (text) => outcomeOf(await approveLink(deps, text)),
    ownDevices: () => ownDevices(deps),
    nameDevice: async (name) => outcomeOf(await nameDevice(deps, name)),
    revokeDevice: async (id) => {
      const revoked = await revokeDevice(deps, id);
      // Brings the vouchers of the other device.
      if (revoked.ok) await sync.now();
      return outcomeOf(revoked);
    },
    moveVoucher: async (voucherKey, deviceId) => outcomeOf(await moveVoucher(deps, { voucherKey, deviceId })),
  };
}

async function take({ deps, sync }: WalletParts, answer?: string): Promise<Outcome<LinkedView>> {
  const linked = await takeLink(deps, answer);
  if (!linked.ok) return outcomeError(linked.error);
  // The person waits for what they have; should the line fail now, the next sync goes on.
  await sync.now();
  const receipts = await deps.stores.store.read((held) => held.receipts.count());
  return { ok: true, value: { memberName: memberNameOf(linked.value), receipts } };
}

function outcomeOf<T>(result: Result<T, Refusal>): Outcome<T> {
  return result.ok ? result : outcomeError(result.error);
}
