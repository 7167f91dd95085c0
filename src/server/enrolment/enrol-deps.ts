import type { Clock, Random } from '#base/ports.ts';
import type { Db } from '#server/db/transaction.ts';
import type { DirectorySource } from '#server/push/directory.ts';
import type { KeyStore } from '#server/keys.ts';
import type { DrawnIds } from './drawn-ids.ts';

export interface EnrolDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Programmes and merchants decide what a certificate may say. */
  readonly directories: DirectorySource;
}

/** Of keys that are not known yet. */
export interface EnrolNewDeps extends EnrolDeps {
  readonly ids: DrawnIds;
}
