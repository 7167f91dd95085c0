// Vouchers as the server tells of them: a credential of this device's own, or that another device has one now.
import type { SyncChange } from '#api/sync.ts';
import { bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { openVoucher } from '#protocol/chain.ts';
import { openAs } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { TrustedCatalogue } from '#worker/shared/catalogue.ts';
import { countUses } from './count-uses.ts';
import type { EnrolledDevice } from './enrol.ts';
import { type PreparedChange, WAITING } from './keep-changes.ts';
import { voucherRowFrom } from './voucher-content.ts';

export interface VoucherReading {
  readonly device: EnrolledDevice;
  readonly serverNowMs: number;
  readonly trusted?: TrustedCatalogue;
  /** Ids of vouchers of which it was told since the change that they are at another device. */
  readonly elsewhere?: ReadonlySet<string>;
}

/** A credential for this device's key; `undefined`: none of its own. */
export async function readVoucher(
  { device, trusted, serverNowMs, elsewhere }: VoucherReading,
  text: string,
): Promise<PreparedChange | undefined> {
  const cose = bytesFromBase64(text);
  const opened = cose && openAs(VOUCHER, cose);
  // Garbled, or for a key that was this device's once: no list makes it ours.
  if (cose === undefined || opened === undefined || !opened.ok) return undefined;
  const { voucherId, holderKey } = opened.value.value;
  if (!equalBytes(holderKey, device.signer.publicKey)) return undefined;
  const id = hexFromBytes(voucherId);
  if (elsewhere?.has(id) === true) return undefined;
  const voucher = await openVoucher(cose, trusted?.trustList, serverNowMs);
  // The list has run out, or is older than the merchant or the key that signed. Where it was before is no longer so.
  if (!voucher.ok) return { ...WAITING, write: (repositories) => stopSending(repositories, { id, cose }) };
  const row = voucherRowFrom(voucher.value, cose);
  return {
    write: async ({ receipts, vouchers, voucherPlaces }) => {
      const before = await vouchers.get(row.id);
      // One that came back is another form of the same voucher; the form that somebody here gave up says nothing, however late
      // it is told again. Where everything is told from the start, the places of long ago come before the form that is here.
      const isNew = before !== undefined && !equalBytes(before.cose, row.cose);
      const cameBack = before?.state === 'moved' && (isNew || before.putAway === true);
      if (before !== undefined && !cameBack) return;
      await vouchers.put(row);
      // The device that it comes from may have used it, and told of that before.
      await countUses({ receipts, vouchers }, row.id);
      await voucherPlaces.remove(row.id);
    },
    topics: ['vouchers', 'programmes'],
  };
}

/** What is in another form here by now is no move that waits any more, though this form cannot be read yet. */
async function stopSending(
  { vouchers, voucherPlaces }: WalletRepositories,
  { id, cose }: Pick<VoucherRow, 'id' | 'cose'>,
): Promise<void> {
  await voucherPlaces.remove(id);
  const before = await vouchers.get(id);
  if (before?.moving !== true || equalBytes(before.cose, cose)) return;
  const { moving: _, ...row } = before;
  await vouchers.put(row);
}

/**
 * Another device may show it: whatever this one has of it is put away. What somebody here gives up goes on being sent until the
 * server says that it knows: this may be a place of long ago, told once more.
 */
export async function readVoucherPlace(
  { device }: Pick<VoucherReading, 'device'>,
  {
    voucher: id,
    instance: instanceKey,
    device: place,
  }: Extract<SyncChange, { readonly kind: 'voucher_place' }>,
): Promise<PreparedChange> {
  const own = hexFromBytes(await thumbprint(device.signer.publicKey));
  return {
    write: async ({ vouchers, voucherPlaces }) => {
      if (place === own) return voucherPlaces.remove(id);
      await voucherPlaces.put({ id, instanceKey, device: place });
      const row = await vouchers.get(id);
      if (row === undefined || row.moving === true) return;
      const { state, movedTo } = row;
      const putAway = movedTo === undefined ? { putAway: true as const } : {};
      await vouchers.put({ ...row, ...putAway, movedTo: place, state: state === 'used' ? 'used' : 'moved' });
    },
    topics: ['vouchers', 'programmes'],
  };
}
