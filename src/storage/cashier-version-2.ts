import type { SchemaVersion } from './database.ts';

/** What version 2 adds to version 1. Dexie keeps the tables that are not named. */
export const CASHIER_VERSION_2: SchemaVersion = {
  number: 2,
  stores: {},
};
