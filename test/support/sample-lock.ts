// The lock over spending and passkeys as the gallery shows them, and a phone whose owner turns away when it asks.
import type { WalletLockApi } from '#bridge/wallet-lock.ts';
import type { WalletPasskeyLockApi, WalletPasskeyRecoveryApi } from '#bridge/wallet-passkey.ts';
import type { PasskeyPlatform } from '#wallet/passkey/platform.ts';

const DONE = { ok: true, value: null } as const;
const QUESTION = { challenge: new Uint8Array(32), rpId: 'localhost', allowed: [] };

export function sampleLock(
  on: boolean,
  later: <T>(value: T) => Promise<T>,
): WalletLockApi & WalletPasskeyLockApi & WalletPasskeyRecoveryApi {
  return {
    lock: () => later({ on, pin: on, passkey: on, open: !on }),
    setPin: () => later(DONE),
    removePin: () => later(DONE),
    unlock: () => later(DONE),
    lockPasskeyToMake: () =>
      later({ ok: true, value: { ...QUESTION, userId: new Uint8Array(16), discoverable: false } }),
    setLockPasskey: () => later(DONE),
    lockPasskeyToUse: () => later({ ok: true, value: QUESTION }),
    unlockByPasskey: () => later(DONE),
    recoveryPasskeyToMake: () =>
      later({ ok: true, value: { ...QUESTION, userId: new Uint8Array(16), discoverable: true } }),
    setRecoveryPasskey: () => later({ ok: true, value: { rpId: QUESTION.rpId } }),
    removeRecoveryPasskey: () => later({ ok: true, value: { rpId: QUESTION.rpId } }),
    recoveryPasskeyToUse: () => later({ ok: true, value: QUESTION }),
    recoverByPasskey: () => later({ ok: false, error: { kind: 'passkey_unknown' } }),
    removeLockPasskey: () => later({ ok: true, value: new Uint8Array(16) }),
  };
}

export const samplePasskeys: PasskeyPlatform = {
  canMake: async () => true,
  canAsk: () => true,
  make: async () => ({ ok: false, error: { kind: 'passkey_cancelled' } }),
  ask: async () => ({ ok: false, error: { kind: 'passkey_cancelled' } }),
  forget: () => undefined,
};
