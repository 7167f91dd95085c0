import type { SchemaVersion } from './database.ts';

/** What version 2 adds to version 1. Dexie keeps the tables that are not named. */
export const WALLET_VERSION_2: SchemaVersion = {
  number: 2,
  stores: {
    // The receipt's number is no longer unique: a till whose profile was put back signs one twice.
    receipts:
      'id, content.receiptKey, content.redemption.voucherId, content.undo.receiptId, recordId, addedAtMs, decision.status',
    vouchers: 'id, content.expiresAtS',
    folds: 'programmeId',
    glances: 'programmeId',
    addedProgrammes: 'id',
    hiddenProgrammes: 'programmeId',
    statements: 'recordId, &intentId',
    // Token status lists as the server signed them.
    statusLists: 'number',
    // One payment per request and phone: another phone of the member may have answered the same one.
    payments: 'id, requestId, recordId, voidRecordId, madeAtMs',
    // One per merchant and day.
    visits: 'id, atS, recordId',
    // Vouchers that other devices of the member may show.
    voucherPlaces: 'id',
    // Rows that could not be read, as they were found.
    quarantine: '++order',
    // Of what the server told, what its backup may have forgotten.
    heard: 'id, atMs, forgotten',
    // Told by the server, and to be verified once there is a trust list for it.
    unread: '++order, sinceMs',
    notices: 'id',
    readMarks: 'id',
  },
};
