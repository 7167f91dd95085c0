// Copies a database as a whole: what cloning a profile, restoring a backup or rolling storage back does.
import type { Dexie } from 'dexie';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { freshDatabaseName } from './memory-database.ts';

export type DiskImage = ReadonlyMap<string, readonly object[]>;

export async function imageOf(db: Pick<Dexie, 'tables'>): Promise<DiskImage> {
  const tables = await Promise.all(
    db.tables.map(async (table) => [table.name, (await table.toArray()) as object[]] as const),
  );
  return new Map(tables);
}

/** Writes an image to a disk of its own and returns its name. */
export async function newDiskFrom(
  image: DiskImage,
  create: (name: string) => Dexie = createWalletDatabase,
): Promise<string> {
  const db = create(freshDatabaseName());
  await db.transaction('rw', db.tables, async () => {
    for (const [name, rows] of image) await db.table(name).bulkAdd(rows);
  });
  db.close();
  return db.name;
}
