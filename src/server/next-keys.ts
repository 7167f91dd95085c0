// A key that is changed is written beside its file, then named in the database, then put in its place. Cut off in between,
// the change is finished by whoever opens the keys next: what the database says is what counts.
import { existsSync, readdirSync } from 'node:fs';
import { hexFromBytes } from '#base/bytes.ts';
import { readMerchants } from './catalogue-store.ts';
import type { Db } from './db/transaction.ts';
import { type KeyFiles, merchantKeyFiles, serverKeyFiles } from './key-files.ts';
import { placeKey, readKey } from './keys.ts';
import { readServerKey } from './server-state.ts';

/** Puts each next key in its place that the database has already. */
export async function takeUpNextKeys(db: Db, keysDir: string, nowMs: number): Promise<void> {
  if (!existsSync(keysDir)) return;
  await takeUp(serverKeyFiles(keysDir, nowMs), await readServerKey(db));
  if (!readdirSync(keysDir).some((name) => name.endsWith('.next.jwk'))) return;
  for (const { id, rootKey } of await readMerchants(db))
    await takeUp(merchantKeyFiles(keysDir, id, nowMs), hexFromBytes(rootKey));
}

async function takeUp(files: KeyFiles, known: string | undefined): Promise<void> {
  if (await isNextKey(files, known)) placeKey(files);
}

/** Whether the next key is the one that the database knows, in hex. */
export async function isNextKey({ next }: KeyFiles, known: string | undefined): Promise<boolean> {
  if (known === undefined || !existsSync(next)) return false;
  const key = await readKey(next);
  return key.ok && hexFromBytes(key.value.publicKey) === known;
}
