// What a device has on its disk, copied as a person copies a browser profile: every row of every table.
import type Dexie from 'dexie';

export type Disk = ReadonlyMap<string, readonly unknown[]>;

export async function readDisk(
  db: Dexie,
  names: readonly string[] = db.tables.map(({ name }) => name),
): Promise<Disk> {
  const disk = new Map<string, readonly unknown[]>();
  await db.transaction('r!', [...names], async (transaction) => {
    for (const name of names) disk.set(name, await transaction.table(name).toArray());
  });
  return disk;
}

/** Makes the database hold this and nothing else. Its own counters go on: a profile that is put back keeps them too. */
export async function writeDisk(db: Dexie, disk: Disk): Promise<void> {
  await db.transaction('rw', db.tables, async () => {
    for (const table of db.tables) {
      await table.clear();
      await table.bulkAdd([...(disk.get(table.name) ?? [])]);
    }
  });
}
