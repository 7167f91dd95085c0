// What the server goes by when it verifies a pushed record.
import type { PublicKey, TerminalCertificate, TrustList } from './messages.ts';

/** The key too: a till that enrols others may give one serial twice, and only one of the two is registered. */
export type RegisteredTerminal = Pick<TerminalCertificate, 'merchantId' | 'serial' | 'terminalKey'>;

export interface ServerTrust {
  readonly trustList: TrustList;
  /**
   * The server credits receipts of terminals that it has itself registered: a leaked root key mints nothing. `atS`: when
   * the receipt says it was made, since a terminal may have been revoked after it.
   */
  readonly isRegistered: (terminal: RegisteredTerminal, atS: number) => boolean;
  /** Keys of the server, which sign device certificates. */
  readonly serverKeys: readonly PublicKey[];
  readonly nowMs: number;
}
