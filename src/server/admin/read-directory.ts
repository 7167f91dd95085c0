import { type Directory, createDirectorySource } from '#server/push/directory.ts';
import { readSuccession } from '#server/key-succession.ts';
import { createTrustListMaker } from '#server/trust-list.ts';
import type { AdminDeps } from './command.ts';

/** The merchants, tills and programmes as the server knows them when it judges records. */
export async function readDirectory(deps: AdminDeps): Promise<Directory> {
  const trustList = createTrustListMaker({ ...deps, state: { succession: await readSuccession(deps.db) } });
  return createDirectorySource({ ...deps, trustList, log: () => undefined }).read();
}
