// What the wallet's window may ask of its worker about the lock over spending.
import type { Outcome } from './common-views.ts';

export interface WalletLockApi {
  lock(): Promise<LockView>;
  /** Puts the lock on. Refusals: `pin_shape` is a bug of the screen; those of the storage. */
  setPin(pin: string): Promise<Outcome<null>>;
  /** Takes the lock off. Refusals: those of `unlock`. */
  removePin(pin: string): Promise<Outcome<null>>;
  /** Opens the lock for two minutes of use. Refusals: `pin_wrong`, `pin_wait` with `seconds`. */
  unlock(pin: string): Promise<Outcome<null>>;
}

export interface LockView {
  readonly on: boolean;
  /** Nothing needs to be entered now. */
  readonly open: boolean;
}
