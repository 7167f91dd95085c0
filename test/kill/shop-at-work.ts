// Tills that sell without a pause to a server that may be gone at any moment, and the list of what it acknowledged.
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '#server/db/transaction.ts';
import { ledgerSums, staleBalances } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, type Sealed, type Till, type Wallet } from '../support/shop.ts';
import { shopOverSocket } from '../support/shop-over-socket.ts';
import { ORIGIN } from '../support/test-server.ts';
import type { House } from './house.ts';

const TILLS = 3;
const SALES_A_PUSH = 8;
const SENT_AGAIN_AT_ONCE = 200;
/** A server whose database has just come back may fail a request or two; a till tries again. */
const PATIENCE_MS = 10_000;

/** What the server may be asked in any round, and what it once said to it: absent while no answer came back. */
interface Sale {
  readonly till: Till;
  readonly record: Sealed;
  said?: unknown;
  /** Was sent once more after a death. */
  again?: true;
}

export interface Shop {
  /** Sells until the server no longer answers, or until `rest`. */
  readonly sellUntilItDies: () => Promise<void>;
  /** For who may not notice: no push need be under way when a connection of the database dies. */
  readonly rest: () => void;
  /**
   * Sends again what was sent since the last audit, or everything, then compares answers and books. What is wrong, in
   * words; empty when nothing is.
   */
  readonly audit: (again: 'news' | 'everything') => Promise<readonly string[]>;
  readonly acknowledged: () => number;
}

export async function openShop(house: House): Promise<Shop> {
  const opened = await house.withBooks(async (books) => {
    const shop = shopOverSocket(house.server, { db: books, origin: ORIGIN });
    const tills = await Promise.all(Array.from({ length: TILLS }, () => openTill(shop)));
    return { tills, wallet: await joinedWallet(shop) };
  });
  const sales: Sale[] = [];
  let selling = false;
  const sell = async (till: Till): Promise<void> => {
    while (selling && (await sellAt(till, opened.wallet, sales)));
  };
  return {
    sellUntilItDies: async () => {
      selling = true;
      await Promise.all(opened.tills.map(sell));
    },
    rest: () => void (selling = false),
    audit: (again) => house.withBooks((books) => audit(books, sales, again === 'everything')),
    acknowledged: () => sales.filter(({ said }) => said !== undefined).length,
  };
}

/** One push; whether it was answered. */
async function sellAt(till: Till, wallet: Wallet, sales: Sale[]): Promise<boolean> {
  const batch: Sale[] = [];
  for (let index = 0; index < SALES_A_PUSH; index++) {
    batch.push({ till, record: await till.seal('earn', await till.sell(memberOf(wallet))) });
  }
  sales.push(...batch);
  return push(batch).then(
    () => true,
    () => false,
  );
}

async function push(batch: readonly Sale[]): Promise<readonly string[]> {
  const results = await batch[0]!.till.decide(...batch.map(({ record }) => record));
  const wrong: string[] = [];
  for (const sale of batch) {
    const says = results.find(({ id }) => id === sale.record.id);
    if (sale.said !== undefined && !isDeepStrictEqual(says, sale.said)) {
      wrong.push(`${sale.record.id} was ${JSON.stringify(sale.said)}, is ${JSON.stringify(says)}`);
    }
    sale.said ??= says;
  }
  return wrong;
}

async function audit(books: Db, sales: readonly Sale[], everything: boolean): Promise<readonly string[]> {
  // Before anything is sent again: what was acknowledged must be there by itself.
  const rows = await books.selectFrom('event').select('id').where('kind', '=', 'earn').execute();
  const stored = new Set(rows.map(({ id }) => id));
  const lost = sales.filter(({ said, record }) => said !== undefined && !stored.has(record.id));
  const wrong = lost.map(({ record }) => `${record.id} was acknowledged and is lost`);
  wrong.push(...(await sendAgain(sales.filter(({ again }) => everything || again === undefined))));
  // Beans turn into vouchers by themselves, so the balance does not tell; the claims and the member's log do.
  const claims = await books.selectFrom('claim').select('event').where('kind', '=', 'earn').execute();
  if (claims.length !== sales.length) wrong.push(`${sales.length} sales are ${claims.length} claims`);
  const log = await books.selectFrom('member_event').select('body').execute();
  const purchases = log.filter(({ body }) => (body as { readonly type?: string }).type === 'purchase').length;
  if (purchases !== sales.length) wrong.push(`${sales.length} sales count as ${purchases}`);
  const { total, unbalanced } = await ledgerSums(books);
  if (total !== 0 || unbalanced !== 0) wrong.push(`the ledger sums to ${total}, ${unbalanced} events do not`);
  const stale = await staleBalances(books);
  if (stale.length > 0) wrong.push(`cached balances are stale: ${stale.join(', ')}`);
  return wrong;
}

async function sendAgain(sales: readonly Sale[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const till of new Set(sales.map((sale) => sale.till))) {
    const own = sales.filter((sale) => sale.till === till);
    for (let from = 0; from < own.length; from += SENT_AGAIN_AT_ONCE)
      wrong.push(...(await pushWithPatience(own.slice(from, from + SENT_AGAIN_AT_ONCE))));
  }
  for (const sale of sales) sale.again = true;
  return wrong;
}

async function pushWithPatience(batch: readonly Sale[]): Promise<readonly string[]> {
  for (const deadline = performance.now() + PATIENCE_MS; ;) {
    try {
      return await push(batch);
    } catch (error) {
      if (performance.now() > deadline) return [`nothing can be sent any more: ${String(error)}`];
      await sleep(200);
    }
  }
}
