import type { ReceiptRow } from '#storage/receipt-store.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { takeReceipt } from './read-code.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** Tries the receipts again whose merchant was unknown; a fresh trust list may know it. Returns how many were settled. */
export async function reverifyReceipts(deps: WalletDeps): Promise<number> {
  const { store } = deps.stores;
  const device = await enrolledDevice(deps);
  if (device === undefined) return 0;
  let settled = 0;
  const waiting = await store.read(({ receipts }) => receipts.unverified());
  // Oldest first: what takes a sale back waits for the sale.
  for (const row of waiting.toReversed()) {
    // What the server told is read again as it was told (`read-again.ts`): it need not be this phone's own.
    if (row.decision !== undefined) continue;
    if (await reverify(deps, device, row)) settled += 1;
  }
  return settled;
}

async function reverify(deps: WalletDeps, device: EnrolledDevice, row: ReceiptRow): Promise<boolean> {
  const { store } = deps.stores;
  const taken = await deps.around.exclusive.run('tessera-wallet-receipts', () =>
    takeReceipt(deps, device, row.cose),
  );
  if (taken.ok && taken.value.kind !== 'redemption_refused') return taken.value.kind !== 'unverified';
  // It turned out to be forged, or not ours: it stays in the list, with the reason, and is not tried again.
  const code = taken.ok ? 'not_my_presentation' : taken.error.kind;
  if (code.startsWith('storage_') || code === 'sale_not_held') return false;
  await store.write(async ({ receipts }) => {
    const now = await receipts.get(row.id);
    if (now !== undefined && now.content === undefined) {
      await receipts.put({ ...now, decision: { status: 'rejected', code } });
    }
  });
  return true;
}
