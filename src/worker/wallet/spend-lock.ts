// A lock over vouchers and payments, opened by a PIN, a passkey, or either. It keeps out who finds an unlocked phone, not who
// can read its storage: the slow hash only makes guessing dear. Passes stay open, since they can only collect.
import type { LockView, WalletLockApi } from '#bridge/wallet-lock.ts';
import type { WalletPasskeyLockApi } from '#bridge/wallet-passkey.ts';
import type { LockDoor } from './lock-door.ts';
import { createLockPasskey } from './lock-passkey.ts';
import { createLockPin } from './lock-pin.ts';
import type { WalletDeps } from './wallet-deps.ts';

export interface SpendGate extends WalletLockApi, WalletPasskeyLockApi {
  /** `undefined` when spending may go on; every use keeps the lock open for another two minutes. */
  readonly fault: () => Promise<{ readonly kind: 'locked' } | undefined>;
}

const OPEN_MS = 2 * 60_000;
const LOCK = 'tessera-wallet-pin';

export function createSpendGate(deps: WalletDeps): SpendGate {
  const { stores, around } = deps;
  const { clock, exclusive } = around;
  let openUntilMs = -Infinity;

  const view = async (): Promise<LockView> => {
    const [pin, passkey] = await stores.store.read(async ({ meta }) => [
      (await meta.get('spendLock')) !== undefined,
      (await meta.get('lockPasskey')) !== undefined,
    ]);
    const on = pin || passkey;
    return { on, pin, passkey, open: !on || clock.monotonicMs() < openUntilMs };
  };
  const door: LockDoor = {
    alone: (task) => exclusive.run(LOCK, task),
    isOpen: async () => (await view()).open,
    open: () => {
      openUntilMs = clock.monotonicMs() + OPEN_MS;
    },
    close: () => {
      openUntilMs = -Infinity;
    },
  };
  return {
    ...createLockPin(deps, door),
    ...createLockPasskey(deps, door),
    lock: view,
    fault: async () => {
      if (!(await door.isOpen())) return { kind: 'locked' };
      door.open();
      return undefined;
    },
  };
}
