import type { SyncChange } from '#api/sync.ts';
import type { Topic } from '#bridge/changes.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';

/** What was done in the member's name becomes a card; a recovery code that was set is known here from then on. */
export function noticeChange({
  id,
  notice,
  at,
  device,
  revoked = 0,
}: Extract<SyncChange, { readonly kind: 'notice' }>): {
  readonly write: (repositories: Pick<WalletRepositories, 'inbox' | 'meta'>) => Promise<void>;
  readonly topics: readonly Topic[];
} {
  return {
    write: async ({ inbox, meta }) => {
      await inbox.putNotice({ id, notice, atMs: at, device, revoked });
      if (notice === 'recovery_code_set') await meta.put('recovery', { setAtMs: at });
    },
    topics: ['inbox', 'device'],
  };
}
