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

/** A device that came or went is a card on every one of them. */
export function deviceChange({
  id,
  act,
  at,
  by,
  device,
  name,
}: Extract<SyncChange, { readonly kind: 'device' }>): {
  readonly write: (repositories: Pick<WalletRepositories, 'inbox'>) => Promise<void>;
  readonly topics: readonly Topic[];
} {
  const notice = { id, notice: `device_${act}` as const, atMs: at, device: by, revoked: 0 };
  return {
    write: ({ inbox }) => inbox.putNotice({ ...notice, about: { name, device } }),
    topics: ['inbox', 'device'],
  };
}

/** The operator has shut one out: no device of the member did it. */
export function deviceRevokedChange({
  id,
  at,
  device,
  name,
}: Extract<SyncChange, { readonly kind: 'device_revoked' }>): {
  readonly write: (repositories: Pick<WalletRepositories, 'inbox'>) => Promise<void>;
  readonly topics: readonly Topic[];
} {
  const notice = { id, notice: 'device_revoked_by_operator', atMs: at, revoked: 0 } as const;
  return {
    write: ({ inbox }) => inbox.putNotice({ ...notice, about: { name, device } }),
    topics: ['inbox', 'device'],
  };
}

/** The passkey that brings the member back: a card on every device, which all know of it from then on. */
export function passkeyChange({
  id,
  act,
  at,
  device,
}: Extract<SyncChange, { readonly kind: 'recovery_passkey' }>): {
  readonly write: (repositories: Pick<WalletRepositories, 'inbox' | 'meta'>) => Promise<void>;
  readonly topics: readonly Topic[];
} {
  return {
    write: async ({ inbox, meta }) => {
      await inbox.putNotice({ id, notice: `recovery_passkey_${act}`, atMs: at, device, revoked: 0 });
      if (act === 'set') await meta.put('recoveryPasskey', { setAtMs: at });
      else await meta.remove('recoveryPasskey');
    },
    topics: ['inbox', 'device'],
  };
}
