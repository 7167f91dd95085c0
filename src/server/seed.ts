import { hexFromBytes } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import type { SaleFields } from '#loyalty/ledger/receipt-events.ts';
import type { Presentation } from '#loyalty/programme/presentation.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { type PresetMerchant, PUBLISHED_MERCHANTS } from '#loyalty/programme/presets/published/merchants.ts';
import { publishedOffers } from '#loyalty/programme/presets/published/offers.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { type Db, inTransaction, type Tx } from './db/transaction.ts';
import type { KeyStore } from './keys.ts';

export interface SeedDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly random: Random;
  readonly clock?: Clock;
}

/**
 * Fills an empty database with the demo merchants and programmes and with every published preset; one that has a merchant is
 * left alone.
 */
export async function seedDemoCatalogue({ db, keys, random, clock }: SeedDeps): Promise<boolean> {
  if ((await db.selectFrom('merchant').select('id').limit(1).executeTakeFirst()) !== undefined) return false;
  const { merchants, programmes } = demoSeed();
  const rows = await Promise.all(
    Object.entries(merchants).map(async ([slug, merchant]) => {
      const id = hexFromBytes(random.bytes(8));
      return merchantRow({ id, slug, rootKey: (await keys.makeMerchant(id)).publicKey }, merchant);
    }),
  );
  return inTransaction(db, random, async (tx) => {
    // Two servers may start on one empty database: the second finds the slugs taken and leaves it at that.
    const inserted = await tx
      .insertInto('merchant')
      .values(rows)
      .onConflict((on) => on.doNothing())
      .returning('id')
      .execute();
    if (inserted.length < rows.length) return false;
    await insertProgrammes(tx, programmes, clock?.nowMs() ?? null);
    return true;
  });
}

interface SeededProgramme {
  readonly programme: Programme;
  readonly presentation: Presentation;
  readonly merchants: readonly string[];
  readonly sales?: SaleFields;
}

interface Seed {
  /** By slug. */
  readonly merchants: Readonly<Record<string, PresetMerchant>>;
  readonly programmes: readonly SeededProgramme[];
}

/** The invented neighbourhood first, each shop with a programme of its own. */
function demoSeed(): Seed {
  const demo = demoCatalogue();
  const neighbours = demo.map(({ merchant, programme, presentation }) => {
    const { currency } = programme;
    return [
      merchant.slug,
      { name: presentation.name.en, currency, categories: merchant.categories },
    ] as const;
  });
  return {
    merchants: { ...Object.fromEntries(neighbours), ...PUBLISHED_MERCHANTS },
    programmes: [
      ...demo.map(({ programme, presentation, merchant }) => ({
        programme,
        presentation,
        merchants: [merchant.slug],
      })),
      ...publishedOffers(),
    ],
  };
}

interface MerchantIdentity {
  readonly id: string;
  readonly slug: string;
  readonly rootKey: Uint8Array;
}

function merchantRow({ id, slug, rootKey }: MerchantIdentity, merchant: PresetMerchant) {
  return {
    id,
    slug,
    name: merchant.name,
    currency_code: merchant.currency.code,
    currency_exponent: merchant.currency.exp,
    categories: JSON.stringify(merchant.categories),
    root_key: Buffer.from(rootKey),
  };
}

async function insertProgrammes(
  tx: Tx,
  programmes: readonly SeededProgramme[],
  publishedAt: number | null,
): Promise<void> {
  const rows = programmes.map(({ programme, presentation, merchants, sales }, index) => ({
    id: programme.id,
    number: index + 1,
    definition: JSON.stringify(programme),
    presentation: JSON.stringify(presentation),
    merchants: JSON.stringify(merchants),
    sales: JSON.stringify(sales ?? {}),
    published_at: publishedAt,
  }));
  await tx.insertInto('programme').values(rows).execute();
}
