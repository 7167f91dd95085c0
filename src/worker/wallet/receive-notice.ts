import type { SyncChange } from '#api/sync.ts';
import type { Topic } from '#bridge/changes.ts';
import type { WalletStores } from '#storage/wallet-stores.ts';

/** What was done in the member's name becomes a card; a recovery code that was set is known here from then on. */
export function noticeChange(
  { stores }: { readonly stores: Pick<WalletStores, 'inbox' | 'meta'> },
  { id, notice, at, device, revoked = 0 }: Extract<SyncChange, { readonly kind: 'notice' }>,
): { readonly write: () => Promise<void>; readonly topics: readonly Topic[] } {
  return {
    write: async () => {
      await stores.inbox.putNotice({ id, notice, atMs: at, device, revoked });
      if (notice === 'recovery_code_set') await stores.meta.put('recovery', { setAtMs: at });
    },
    topics: ['inbox', 'device'],
  };
}
