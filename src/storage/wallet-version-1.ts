import type { SchemaVersion } from './database.ts';
import { SHARED_STORES_1 } from './shared-version-1.ts';

export const WALLET_VERSION_1: SchemaVersion = {
  number: 1,
  stores: {
    ...SHARED_STORES_1,
    // A receipt whose issuer is not known yet has no content, so it is in no index but the first and the last.
    receipts: 'id, &content.receiptKey, recordId, addedAtMs',
    vouchers: 'id',
    presentations: 'id, madeAtMs',
    memberships: 'programmeId',
    serverBalances: '[programmeId+unitId]',
    divergences: '++order',
  },
};
