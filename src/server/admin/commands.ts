import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import type { AdminDeps } from './admin-deps.ts';
import { sealProgramme } from './seal-programme.ts';

export interface AdminCommand {
  readonly words: readonly string[];
  /** How many arguments follow the words. */
  readonly takes: number;
  /** Returns the exit code. */
  readonly run: (deps: AdminDeps, args: readonly string[], name: string | undefined) => Promise<number>;
}

export const USAGE = `Usage: npm run admin -- COMMAND [--data DIR]

  terminal pair MERCHANT [--name NAME]   print a pairing code: 8 characters, 15 minutes, once
  terminal list                          every till: merchant, number, name, when it was paired
  merchant list                          every merchant: slug, name, currency
  programme list                         every programme: number, id, merchants
  programme seal FILE MERCHANT           print FILE with the merchant's seal: wallets then show it as vouched for

The server must be running; DIR is its data folder (default ./data, or TESSERA_DATA).
With DATABASE_URL set, that database is used instead.`;

export const COMMANDS: readonly AdminCommand[] = [
  { words: ['terminal', 'pair'], takes: 1, run: pairTerminal },
  { words: ['terminal', 'list'], takes: 0, run: listTerminals },
  { words: ['merchant', 'list'], takes: 0, run: listMerchants },
  { words: ['programme', 'list'], takes: 0, run: listProgrammes },
  { words: ['programme', 'seal'], takes: 2, run: sealProgramme },
];

async function pairTerminal(
  deps: AdminDeps,
  args: readonly string[],
  name: string | undefined,
): Promise<number> {
  const merchants = await readMerchants(deps.db);
  const merchant = merchants.find((each) => each.slug === args[0] || each.id === args[0]);
  if (merchant === undefined) {
    deps.explain(
      `There is no merchant ${args[0]}; there are: ${merchants.map((each) => each.slug).join(', ')}`,
    );
    return 1;
  }
  const order = { merchantId: merchant.id, ...(name === undefined ? {} : { tillName: name }) };
  deps.print(await createPairingCode(deps, order));
  deps.explain(`Enter it in the cashier app of ${merchant.name} within 15 minutes; it works once.`);
  return 0;
}

async function listTerminals({ db, print }: AdminDeps): Promise<number> {
  const rows = await db
    .selectFrom('terminal')
    .innerJoin('merchant', 'merchant.id', 'terminal.merchant_id')
    .select(['merchant.slug', 'terminal.till_number', 'terminal.name', 'terminal.paired_at'])
    .orderBy('merchant.slug')
    .orderBy('terminal.till_number')
    .execute();
  for (const row of rows) {
    print([row.slug, row.till_number, row.name, new Date(row.paired_at).toISOString()].join('\t'));
  }
  return 0;
}

async function listMerchants({ db, print }: AdminDeps): Promise<number> {
  for (const { slug, name, currency } of await readMerchants(db))
    print([slug, name, currency.code].join('\t'));
  return 0;
}

async function listProgrammes({ db, print }: AdminDeps): Promise<number> {
  for (const { number, definition, merchants } of await readProgrammes(db)) {
    print([number, String(definition['id']), merchants.join(',')].join('\t'));
  }
  return 0;
}
