// What the books owe, with names: points in members' hands, what was given twice offline, what shops gave for others.
import { sql } from 'kysely';
import type { CatalogueMerchant, CatalogueProgramme } from '#api/catalogue.ts';
import type { Liability } from '#api/operator.ts';
import { parsePresentation, type Presentation, type Words } from '#loyalty/programme/presentation.ts';
import { readProgrammes } from '#server/catalogue-store.ts';
import type { Db } from '#server/db/transaction.ts';
import { currencyNamed } from './currency-named.ts';

/** What is known of one programme. */
interface Named {
  readonly name: Words;
  readonly unit: (id: string) => { readonly name: Words; readonly scale: number };
}

interface Sum {
  readonly account: string;
  /** What is owed. */
  readonly amount: number;
}

/** Sums of zero are left out. A programme or shop that has gone keeps its id as a name: nothing owed is hidden. */
export async function readLiabilities(db: Db, merchants: readonly CatalogueMerchant[]): Promise<Liability[]> {
  const programmes = new Map((await readProgrammes(db)).map((each) => [idOf(each), namedIn(each)]));
  return (await readSums(db)).map(({ account, amount }): Liability => {
    const [kind, owner, what] = account.split('/') as [string, string, string];
    const programme = programmes.get(owner) ?? unnamed(owner);
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

function idOf({ definition }: CatalogueProgramme): string {
  return String(definition['id']);
}

function namedIn(programme: CatalogueProgramme): Named {
  const parsed = parsePresentation(programme.presentation);
  if (!parsed.ok) return unnamed(idOf(programme));
  const { name, units }: Presentation = parsed.value;
  const scales = programme.definition['units'] as readonly { readonly id: string; readonly scale: number }[];
  const scaleOf = (unit: string): number => scales.find(({ id }) => id === unit)?.scale ?? 0;
  return { name, unit: (id) => ({ name: units?.[id] ?? inAllLanguages(id), scale: scaleOf(id) }) };
}

function unnamed(id: string): Named {
  return { name: inAllLanguages(id), unit: (unit) => ({ name: inAllLanguages(unit), scale: 0 }) };
}

function inAllLanguages(id: string): Words {
  return { en: id, fa: id, ar: id, zh: id, vi: id };
}
