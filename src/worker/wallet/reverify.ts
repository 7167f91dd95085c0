import type { WalletDeps } from './wallet-deps.ts';
import { enrolledDevice } from './enrol.ts';
import { takeReceipt } from './read-code.ts';

/** Tries the receipts again whose merchant was unknown; a fresh trust list may know it. Returns how many were cured. */
export async function reverifyReceipts(deps: WalletDeps): Promise<number> {
  const { store, receipts } = deps.stores;
  const device = await enrolledDevice(deps);
  const waiting = device === undefined ? [] : await store.read(() => receipts.unverified());
  let cured = 0;
  for (const { cose } of waiting) {
    const taken = await deps.around.exclusive.run('tessera-wallet-receipts', () =>
      takeReceipt(deps, device!, cose),
    );
    if (taken.ok && taken.value.kind !== 'unverified') cured += 1;
  }
  return cured;
}
