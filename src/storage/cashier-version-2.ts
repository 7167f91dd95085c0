import type { SchemaVersion } from './database.ts';

/** What version 2 adds to version 1. Dexie keeps the tables that are not named. */
export const CASHIER_VERSION_2: SchemaVersion = {
  number: 2,
  stores: {
    // What was taken back is found by the receipt that it takes back.
    receipts: 'id, &sequence, &answers, &eventId, atMs, undoes',
    shifts: 'number',
    relayed: 'id, state, [state+device+epoch]',
    // Challenges and pay requests that this till has shown; few, and short-lived.
    openNonces: 'nonce, shownAtMs',
    // Rows that could not be read, as they were found.
    quarantine: '++order',
    // Tills that this one has added without the server.
    addedTills: 'serial',
    // Token status lists as the server signed them.
    statusLists: 'number',
  },
};
