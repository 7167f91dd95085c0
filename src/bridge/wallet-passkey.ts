// Passkeys between the wallet's window, which alone may ask the platform, and its worker, which alone judges the answer.
import type { Bytes } from '#base/bytes.ts';
import type { Outcome } from './common-views.ts';
import type { RecoveredView } from './wallet-safety.ts';

/** The lock over spending, opened by what unlocks this phone. All of it works without a signal. */
export interface WalletPasskeyLockApi {
  /** What the platform is asked to make. Refusal: `locked` (a lock is on: open it first). */
  lockPasskeyToMake(): Promise<Outcome<PasskeyOrder>>;
  /** Puts the lock on, or keeps it on by this passkey too. Refusals: `locked`, `passkey_wrong`, those of the storage. */
  setLockPasskey(made: MadePasskey): Promise<Outcome<null>>;
  /** What the platform is asked to sign. Refusal: `passkey_unknown` (there is none). */
  lockPasskeyToUse(): Promise<Outcome<PasskeyQuestion>>;
  /** Opens the lock for two minutes of use. Refusals: `passkey_unknown`, `passkey_wrong`. */
  unlockByPasskey(answer: PasskeyAnswer): Promise<Outcome<null>>;
  /** Forgets the passkey; gives its id, for the platform to forget it too. Refusals: `locked`, those of the storage. */
  removeLockPasskey(): Promise<Outcome<Bytes>>;
}

/** A passkey beside the recovery code: whoever has it brings everything to a new phone. Every call needs the server. */
export interface WalletPasskeyRecoveryApi {
  /** What the platform is asked to make. Refusals: `not_enrolled`, `server_unreachable`. */
  recoveryPasskeyToMake(): Promise<Outcome<PasskeyOrder>>;
  /** Makes it the member's only passkey. Refusals: `not_enrolled`, `passkey_wrong`, `server_unreachable`. */
  setRecoveryPasskey(made: MadePasskey): Promise<Outcome<FormerPasskey>>;
  /** Refusals: `not_enrolled`, `server_unreachable`. */
  removeRecoveryPasskey(): Promise<Outcome<FormerPasskey>>;
  /** What a passkey is asked to sign for this new phone. Refusals: `wallet_in_use`, `server_unreachable`. */
  recoveryPasskeyToUse(order: { readonly keepOthers: boolean }): Promise<Outcome<PasskeyQuestion>>;
  /** As `recover` by code. Refusals: `passkey_unknown`, `wallet_in_use`, `server_unreachable`, `too_many_requests`. */
  recoverByPasskey(answer: PasskeyAnswer): Promise<Outcome<RecoveredView>>;
}

/** Of no use from now on: its platform may forget it. */
export interface FormerPasskey {
  readonly rpId: string;
  readonly credentialId?: Bytes;
}

/** Good for one answer, within minutes. */
export interface PasskeyQuestion {
  readonly challenge: Bytes;
  /** Host of the wallet's own address. */
  readonly rpId: string;
  /** Ids of the passkeys that may answer; none: the person picks one of those their platform keeps for us. */
  readonly allowed: readonly Bytes[];
}

export interface PasskeyOrder {
  readonly challenge: Bytes;
  readonly rpId: string;
  /** Under which the platform keeps it; says nothing about the person. */
  readonly userId: Bytes;
  /** The platform shall list it, and carry it to the person's other devices where it does so. */
  readonly discoverable: boolean;
}

/** What `navigator.credentials.create` gave. */
export interface MadePasskey {
  readonly clientData: Bytes;
  readonly attestation: Bytes;
}

/** What `navigator.credentials.get` gave. */
export interface PasskeyAnswer {
  readonly credentialId: Bytes;
  readonly clientData: Bytes;
  readonly authenticatorData: Bytes;
  readonly signature: Bytes;
  /** The `userId` under which it was made, of a discoverable one. */
  readonly userHandle?: Bytes;
}
