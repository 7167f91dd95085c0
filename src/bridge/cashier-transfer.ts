// Unsent records leave a till whose line is dead in a file, and reach the server through another till of the merchant.
import type { Outcome } from './common-views.ts';

export interface CashierTransferApi {
  /** An encrypted file of everything unsent, and the only code that opens it. Refusals: `not_enrolled`, `nothing_unsent`. */
  exportUnsent(): Promise<Outcome<UnsentExport>>;
  /**
   * Checks every record of a file and keeps them strictly until the server has decided on them. The same file again
   * changes nothing. Refusals: `not_enrolled`, `transfer_code_wrong`, `transfer_unreadable`, `transfer_foreign` (of
   * another merchant), `transfer_own` (this till's own), those of the certificate and of the storage.
   */
  importUnsent(file: Uint8Array<ArrayBuffer>, code: string): Promise<Outcome<UnsentImport>>;
  relayed(): Promise<RelayView>;
}

export interface UnsentExport {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  /** 26 letters and digits and a check letter, in groups. */
  readonly code: string;
  readonly records: number;
}

export interface UnsentImport {
  readonly tillName: string;
  readonly records: number;
  /** Of these, how many were not here before. */
  readonly fresh: number;
}

/** What this till carries to the server for others. */
export interface RelayView {
  readonly unsent: number;
  readonly decided: number;
}
