// Keeping what is in the wallet: the recovery code, backup files, the ledger as a file that anybody can check.
import type { Bytes } from '#base/bytes.ts';
import type { FileView, Outcome, StorageView } from './common-views.ts';

export interface WalletSafetyApi {
  safety(): Promise<SafetyView>;
  /** A new code, known to nobody else yet and kept nowhere: it counts only once it is confirmed and registered. */
  newRecoveryCode(): Promise<RecoveryCodeView>;
  /** Makes it the member's only code. Needs the server. Refusals: `recovery_code_…`, `not_enrolled`, `server_unreachable`. */
  registerRecoveryCode(code: string): Promise<Outcome<null>>;
  /**
   * Makes this phone a device of the member who has the code, and fetches what they have. Refusals: `recovery_code_…`,
   * `recovery_unknown`, `wallet_in_use` (this phone has a member already), `too_many_devices` (as many as may be in use go
   * on), `server_unreachable`, `too_many_requests`.
   */
  recover(order: RecoverOrder): Promise<Outcome<RecoveredView>>;
  /** An encrypted file of what the server may not know. Refusals: `recovery_code_…`, `backup_no_secret`. */
  makeBackup(order: BackupOrder): Promise<Outcome<FileView>>;
  /** Merges a backup into this wallet; the same file again changes nothing. Refusals: `backup_…`, `storage_full`. */
  restoreBackup(file: Bytes, secret: string): Promise<Outcome<RestoredView>>;
  /** The records that could not be read, as a file. Refusal: `record_unknown` (there are none). */
  exportSetAside(): Promise<Outcome<FileView>>;
  /** All signed statements of this wallet in one file for `npm run verify-export`. Refusal: `not_enrolled`. */
  exportLedger(): Promise<Outcome<FileView>>;
}

export interface SafetyView {
  /** Both absent: nothing but this device is the member's key to what they have. */
  readonly recoverySetAtMs?: number;
  readonly passkeySetAtMs?: number;
  readonly enrolled: boolean;
  /** Another device of the member has shut this one out. */
  readonly removed: boolean;
  readonly receipts: number;
  /** What only this phone has: not sent yet. */
  readonly unsent: number;
  readonly backup?: { readonly madeAtMs: number; readonly newReceipts: number };
  /** Records that could not be read and were put aside. */
  readonly setAside: number;
  readonly storage: StorageView;
  /** Enough has gathered here without a recovery code or a passkey for a reminder. */
  readonly remind: boolean;
}

export interface RecoveryCodeView {
  /** Seven groups of four. */
  readonly code: string;
  readonly qrText: string;
}

export interface RecoverOrder {
  readonly code: string;
  /** `false`: the other devices are lost, may not speak for the member any more, and leave their vouchers to this one. */
  readonly keepOthers: boolean;
}

export interface RecoveredView {
  readonly memberName: string;
  readonly revoked: number;
  readonly receipts: number;
}

export interface BackupOrder {
  /** Either or both open the file. */
  readonly code?: string;
  readonly passphrase?: string;
}

export interface RestoredView {
  readonly receipts: number;
  readonly records: number;
  readonly programmes: number;
  /** Already here: nothing was doubled. */
  readonly known: number;
}
