import { hexFromBytes } from '#base/bytes.ts';
import type { Random } from '#base/ports.ts';
import { type CatalogueEntry, demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { type Db, inTransaction, type Tx } from './db/transaction.ts';
import type { KeyStore } from './keys.ts';

export interface SeedDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly random: Random;
}

/** Fills an empty database with the demo merchants and programmes; one that has a merchant is left alone. */
export async function seedDemoCatalogue({ db, keys, random }: SeedDeps): Promise<boolean> {
  if ((await db.selectFrom('merchant').select('id').limit(1).executeTakeFirst()) !== undefined) return false;
  const entries = demoCatalogue().map((entry) => ({ entry, merchantId: hexFromBytes(random.bytes(8)) }));
  const rootKeys = await Promise.all(
    entries.map(async ({ merchantId }) => (await keys.merchant(merchantId)).publicKey),
  );
  return inTransaction(db, random, async (tx) => {
    for (const [index, { entry, merchantId }] of entries.entries()) {
      // Two servers may start on one empty database: the second finds the slug taken and leaves it at that.
      const isNew = await insertMerchant(tx, entry, { id: merchantId, rootKey: rootKeys[index]! });
      if (!isNew) return false;
      await insertProgramme(tx, entry, index + 1);
    }
    return true;
  });
}

interface MerchantIdentity {
  readonly id: string;
  readonly rootKey: Uint8Array;
}

async function insertMerchant(
  tx: Tx,
  entry: CatalogueEntry,
  { id, rootKey }: MerchantIdentity,
): Promise<boolean> {
  const { merchant, programme, presentation } = entry;
  const inserted = await tx
    .insertInto('merchant')
    .values({
      id,
      slug: merchant.slug,
      name: presentation.name.en,
      currency_code: programme.currency.code,
      currency_exponent: programme.currency.exp,
      categories: JSON.stringify(merchant.categories),
      root_key: Buffer.from(rootKey),
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function insertProgramme(tx: Tx, entry: CatalogueEntry, number: number): Promise<void> {
  const { programme, presentation, merchant } = entry;
  const row = {
    id: programme.id,
    number,
    definition: JSON.stringify(programme),
    presentation: JSON.stringify(presentation),
    merchants: JSON.stringify([merchant.slug]),
  };
  await tx.insertInto('programme').values(row).execute();
}
