import { hexFromBytes } from '#base/bytes.ts';
import { readMerchants, type StoredMerchant } from '#server/catalogue-store.ts';
import { tableRow } from '#server/admin/printable.ts';
import { type AdminCommand, type AdminDeps, act, nameFault } from '#server/admin/command.ts';

const SLUG = /^[a-z0-9][a-z0-9-]{0,31}$/;

export const MERCHANT_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['merchant', 'add'],
    args: ['SLUG', 'NAME', 'CURRENCY', 'EXPONENT', 'CATEGORIES'],
    about: 'a merchant and its root key; categories are divided by commas',
    run: addMerchant,
  },
  {
    words: ['merchant', 'list'],
    args: [],
    about: 'every merchant: slug, name, currency',
    run: async ({ db, print }) => {
      for (const { slug, name, currency } of await readMerchants(db))
        print(tableRow([slug, name, currency.code]));
      return 0;
    },
  },
  { words: ['merchant', 'show'], args: ['MERCHANT'], about: 'one merchant as JSON', run: showMerchant },
];

/** By slug or id; says which there are when there is none. */
export async function findMerchant(deps: AdminDeps, wanted: string): Promise<StoredMerchant | undefined> {
  const merchants = await readMerchants(deps.db);
  const merchant = merchants.find((each) => each.slug === wanted || each.id === wanted);
  if (merchant === undefined) {
    const slugs = merchants.map((each) => each.slug).join(', ');
    deps.explain(`There is no merchant ${wanted}; there are: ${slugs}`);
  }
  return merchant;
}

async function addMerchant(deps: AdminDeps, args: readonly string[]): Promise<number> {
  const [slug, name, code, exponent, list] = args as [string, string, string, string, string];
  const categories = list.split(',').filter((each) => each !== '');
  const fault = merchantFault({ slug, name, code, exponent, categories });
  if (fault !== undefined) {
    deps.explain(fault);
    return 1;
  }
  if ((await readMerchants(deps.db)).some((each) => each.slug === slug)) {
    deps.explain(`There is a merchant ${slug} already.`);
    return 1;
  }
  const id = hexFromBytes(deps.random.bytes(8));
  const root = await deps.keys.makeMerchant(id);
  const row = {
    id,
    slug,
    name,
    currency_code: code,
    currency_exponent: Number(exponent),
    categories: JSON.stringify(categories),
    root_key: Buffer.from(root.publicKey),
  };
  await act(deps, { act: 'merchant add', target: slug }, (tx) =>
    tx.insertInto('merchant').values(row).execute(),
  );
  deps.print(id);
  deps.explain(`Its root key is keys/merchant-${id}.jwk: back it up. Then: programme publish.`);
  return 0;
}

interface NewMerchant {
  readonly slug: string;
  readonly name: string;
  readonly code: string;
  readonly exponent: string;
  readonly categories: readonly string[];
}

function merchantFault({ slug, name, code, exponent, categories }: NewMerchant): string | undefined {
  if (!SLUG.test(slug))
    return `${slug} is no slug: up to 32 of a-z, 0-9 and -, starting with a letter or digit.`;
  if (nameFault(name) !== undefined || name.length > 40) return 'A name has 1 to 40 characters on one line.';
  if (!/^[A-Z]{3}$/.test(code)) return `${code} is no currency code of three letters, like EUR.`;
  if (!/^[0-3]$/.test(exponent)) return `${exponent}: the exponent is 0, 1, 2 or 3 (EUR has 2, VND has 0).`;
  const wrong = categories.find((category) => !SLUG.test(category));
  if (wrong !== undefined || categories.length > 24 || categories.length === 0)
    return `Categories are 1 to 24 words of a-z, 0-9 and -${wrong === undefined ? '' : `, not ${wrong}`}.`;
  return undefined;
}

async function showMerchant(deps: AdminDeps, [wanted]: readonly string[]): Promise<number> {
  const merchant = await findMerchant(deps, wanted!);
  if (merchant === undefined) return 1;
  const tills = await deps.db
    .selectFrom('terminal')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('merchant_id', '=', merchant.id)
    .executeTakeFirstOrThrow();
  const { rootKey, formerRootKeys, ...rest } = merchant;
  const keys = { rootKey: hexFromBytes(rootKey), formerRootKeys: formerRootKeys.map(hexFromBytes) };
  deps.print(JSON.stringify({ ...rest, ...keys, tills: tills.count }, undefined, 2));
  return 0;
}
