import { openAs } from '#protocol/open-message.ts';
import { voucherStatusFault } from '#protocol/status-fault.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Ids of those that were taken back: on the list of what was revoked, although this phone has neither used them nor given
 * them up. Of one that another copy of this profile has used, the receipt comes with the same sync.
 */
export async function withdrawnAmong(
  { catalogue, statusLists, around }: Pick<WalletDeps, 'catalogue' | 'statusLists' | 'around'>,
  vouchers: readonly VoucherRow[],
): Promise<ReadonlySet<string>> {
  const held = vouchers.filter(({ state }) => state === 'live' || state === 'presented');
  const trusted = held.length === 0 ? undefined : await catalogue.current();
  if (trusted === undefined) return new Set();
  const policy = { trustList: trusted.trustList, status: await statusLists.known() };
  const situation = { policy, nowMs: around.clock.nowMs() };
  const isWithdrawn = ({ cose }: VoucherRow) => {
    const opened = openAs(VOUCHER, cose);
    return opened.ok && voucherStatusFault(opened.value.value, situation) === 'revoked';
  };
  return new Set(held.filter(isWithdrawn).map(({ id }) => id));
}
