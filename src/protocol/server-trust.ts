// What the server goes by when it verifies a pushed record.
import type { MerchantId, PublicKey, TrustList } from './messages.ts';

export interface ServerTrust {
  readonly trustList: TrustList;
  /**
   * The server credits receipts of terminals that it has itself registered: a leaked root key mints nothing. `atS`: when
   * the receipt says it was made, since a terminal may have been revoked after it.
   */
  readonly isRegistered: (merchantId: MerchantId, serial: number, atS: number) => boolean;
  /** Keys of the server, which sign device certificates. */
  readonly serverKeys: readonly PublicKey[];
  readonly nowMs: number;
}
