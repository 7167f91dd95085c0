// What the wallet's window may ask of its worker about the lock over spending.
import type { Outcome } from './common-views.ts';

export interface WalletLockApi {
  lock(): Promise<LockView>;
  /** Puts the lock on, or another PIN in place of the old. Refusals: `locked`, those of the storage. */
  setPin(pin: string): Promise<Outcome<null>>;
  /** Forgets the PIN; without it only while the lock is open. Refusals: those of `unlock`, `locked`. */
  removePin(pin?: string): Promise<Outcome<null>>;
  /** Opens the lock for two minutes of use. Refusals: `pin_wrong`, `pin_wait` with `seconds`. */
  unlock(pin: string): Promise<Outcome<null>>;
}

export interface LockView {
  /** By a PIN, a passkey, or either. */
  readonly on: boolean;
  readonly pin: boolean;
  readonly passkey: boolean;
  /** Nothing needs to be entered now. */
  readonly open: boolean;
}
