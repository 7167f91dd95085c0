// What the books owe, with names: points in members' hands, what was given twice offline, what shops gave for others.
import { sql } from 'kysely';
import type { CatalogueMerchant } from '#api/catalogue.ts';
import type { Liability } from '#api/operator.ts';
import { readProgrammes } from '#server/catalogue-store.ts';
import type { Db } from '#server/db/transaction.ts';
import { currencyNamed } from './currency-named.ts';
import { programmeNames } from './programme-names.ts';

interface Sum {
  readonly account: string;
  /** What is owed. */
  readonly amount: number;
}

/** Sums of zero are left out. A programme or shop that has gone keeps its id as a name: nothing owed is hidden. */
export async function readLiabilities(db: Db, merchants: readonly CatalogueMerchant[]): Promise<Liability[]> {
  const named = programmeNames(await readProgrammes(db));
  return (await readSums(db)).map(({ account, amount }): Liability => {
    const [kind, owner, what] = account.split('/') as [string, string, string];
    const programme = named(owner);
    const money = { amountMinor: amount, currency: currencyNamed(what, merchants) };
    if (kind === 'offline-loss') return { kind: 'offline_loss', programme: programme.name, money };
    if (kind === 'merchant-claim') {
      const merchant = merchants.find(({ id }) => id === owner)?.name ?? owner;
      return { kind: 'owed_to_shop', merchant, money };
    }
    const { name: unit, scale } = programme.unit(what);
    return { kind: 'points', programme: programme.name, unit, qty: amount, scale };
  });
}

/** Of programmes and shops alone: what members have is the other side of what was issued. */
async function readSums(db: Db): Promise<readonly Sum[]> {
  const { rows } = await sql<Sum>`
    SELECT account, (CASE WHEN account LIKE 'offline-loss/%' THEN sum(amount) ELSE -sum(amount) END)::bigint AS amount
    FROM ledger
    WHERE bucket >= 0
      AND (account LIKE 'issued/%' OR account LIKE 'offline-loss/%' OR account LIKE 'merchant-claim/%')
    GROUP BY account HAVING sum(amount) <> 0 ORDER BY account`.execute(db);
  return rows;
}
