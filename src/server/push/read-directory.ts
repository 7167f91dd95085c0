import { readSuccession } from '#server/key-succession.ts';
import { createTrustListMaker } from '#server/trust-list.ts';
import type { Clock, Random } from '#base/ports.ts';
import type { Db } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import { type Directory, createDirectorySource } from './directory.ts';

export interface DirectoryParts {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** The merchants, tills and programmes as the server knows them when it judges records. */
export async function readDirectory(deps: DirectoryParts): Promise<Directory> {
  const trustList = createTrustListMaker({ ...deps, state: { succession: await readSuccession(deps.db) } });
  return createDirectorySource({ ...deps, trustList, log: () => undefined }).read();
}
