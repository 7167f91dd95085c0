import type { SchemaVersion } from './database.ts';
import { SHARED_STORES_1 } from './shared-version-1.ts';

/** Version 1 of the till's own tables. Released versions never change: the next one is a new file. */
export const CASHIER_VERSION_1: SchemaVersion = {
  number: 1,
  stores: {
    ...SHARED_STORES_1,
    till: 'name',
    // One receipt per message answered, one number per receipt, one record of the outbox per receipt.
    receipts: 'id, &sequence, &answers, &eventId, atMs',
    seenDevices: 'thumbprint, seenAtMs',
    voucherUses: '[voucherId+useNumber], usedAtMs',
  },
};
