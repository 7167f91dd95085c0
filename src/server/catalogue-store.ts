// Merchants and programmes as the database has them, in the shape of the contract.
import type { CatalogueMerchant, CatalogueProgramme } from '#api/catalogue.ts';
import { type Bytes, bytesFromHex } from '#base/bytes.ts';
import type { ListedMerchant } from '#protocol/messages.ts';
import type { Db } from './db/transaction.ts';

export interface StoredMerchant extends CatalogueMerchant {
  readonly rootKey: Bytes;
  /** Keys it had before: what they signed is still good. */
  readonly formerRootKeys: readonly Bytes[];
}

export async function readMerchants(db: Db): Promise<readonly StoredMerchant[]> {
  const rows = await db.selectFrom('merchant').selectAll().orderBy('slug').execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    currency: { code: row.currency_code, exponent: row.currency_exponent as 0 | 1 | 2 | 3 },
    categories: [...row.categories],
    rootKey: new Uint8Array(row.root_key),
    formerRootKeys: row.former_root_keys.flatMap((key) => bytesFromHex(key) ?? []),
  }));
}

export async function readProgrammes(db: Db): Promise<readonly CatalogueProgramme[]> {
  const rows = await db.selectFrom('programme').selectAll().orderBy('number').execute();
  return rows.map(({ number, definition, presentation, merchants, sales }) => ({
    number,
    definition: { ...definition },
    presentation: { ...presentation },
    merchants: [...merchants],
    ...(Object.keys(sales).length === 0 ? {} : { sales }),
  }));
}

export function listedMerchant(merchant: StoredMerchant): ListedMerchant {
  return {
    merchantId: bytesFromHex(merchant.id)!,
    name: merchant.name,
    slug: merchant.slug,
    rootKeys: [merchant.rootKey, ...merchant.formerRootKeys],
    revoked: false,
    statusListNumber: 0,
    currency: merchant.currency,
  };
}
