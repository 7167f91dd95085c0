// Compares what the screens acknowledged with the profile after a death, and in the end with the server's books.
import type { Db } from '#server/db/transaction.ts';
import { ledgerSums, staleBalances } from '../support/books.ts';
import type { BrowserProcess } from './browser-process.ts';
import { readTill, readWallet, type StoredRecord } from './browser-records.ts';
import type { Acknowledged } from './counter-at-work.ts';

const SYNC_LIMIT_MS = 60_000;

/** After a death, before anything is sent again. What is wrong, in words. */
export async function auditProfile(
  { till, wallet }: BrowserProcess,
  books: Db,
  acknowledged: Acknowledged,
): Promise<readonly string[]> {
  const known = await knownToServer(books);
  const [atTill, atWallet] = [await readTill(till), await readWallet(wallet)];
  const receipts = new Map(atTill.receipts.map((row) => [row.id, row]));
  const outbox = new Set(atTill.outbox.map(({ id }) => id));
  const wrong: string[] = [];
  for (const [id, amountMinor] of acknowledged.sold) {
    const row = receipts.get(id);
    if (row === undefined) wrong.push(`the till showed receipt ${id} and has lost it`);
    else if (row.totalMinor !== amountMinor)
      wrong.push(`receipt ${id} of ${amountMinor} is one of ${row.totalMinor}`);
    else if (!outbox.has(row.eventId)) wrong.push(`receipt ${id} will never be sent`);
  }
  const kept = new Set(atWallet.receipts.map(({ id }) => id));
  for (const id of acknowledged.kept)
    if (!kept.has(id)) wrong.push(`the wallet kept receipt ${id} and has lost it`);
  wrong.push(...passFaults(acknowledged.passes));
  wrong.push(...journalFaults('till', atTill.outbox), ...journalFaults('wallet', atWallet.outbox));
  const sealed = new Set([...atTill.outbox, ...atWallet.outbox].map(({ id }) => id));
  for (const id of known)
    if (!sealed.has(id)) wrong.push(`the server knows record ${id}, its device no longer does`);
  return wrong;
}

/** When everything was sent: each receipt of the till is exactly once in the books. */
export async function auditBooks(
  { till, wallet }: BrowserProcess,
  books: Db,
  acknowledged: Acknowledged,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const page of [till, wallet]) wrong.push(...(await everythingSent(page)));
  const { receipts } = await readTill(till);
  const claims = await books
    .selectFrom('claim')
    .select(['subject', 'holder'])
    .where('kind', '=', 'earn')
    .execute();
  const claimed = claims.map(({ subject }) => subject.toString('hex')).toSorted();
  const made = receipts.map(({ id }) => id).toSorted();
  if (claimed.join() !== made.join())
    wrong.push(`${made.length} receipts are ${claimed.length} claims of ${new Set(claimed).size} receipts`);
  const log = await books.selectFrom('member_event').select('body').execute();
  const purchases = log.filter(({ body }) => (body as { readonly type?: string }).type === 'purchase').length;
  if (purchases !== made.length) wrong.push(`${made.length} receipts count as ${purchases} purchases`);
  const sales = await books.selectFrom('sale').select(['receipt', 'lines', 'status']).execute();
  const sold = new Map(sales.map((row) => [row.receipt, row]));
  for (const [id, amountMinor] of acknowledged.sold) {
    const sale = sold.get(id);
    const total = sale?.lines.reduce((sum, line) => sum + line, 0);
    if (total !== amountMinor || sale?.status !== 'accepted')
      wrong.push(`receipt ${id} of ${amountMinor} is ${sale?.status} with ${total} in the books`);
  }
  if (sales.length !== made.length) wrong.push(`${made.length} receipts are ${sales.length} sales`);
  const refused = await books
    .selectFrom('event')
    .select(['id', 'code'])
    .where('status', '<>', 'accepted')
    .execute();
  for (const { id, code } of refused) wrong.push(`record ${id} was refused: ${code}`);
  const { total, unbalanced } = await ledgerSums(books);
  if (total !== 0 || unbalanced !== 0) wrong.push(`the ledger sums to ${total}, ${unbalanced} events do not`);
  const stale = await staleBalances(books);
  return stale.length === 0 ? wrong : [...wrong, `cached balances are stale: ${stale.join(', ')}`];
}

async function everythingSent(page: BrowserProcess['till']): Promise<readonly string[]> {
  const sent = page.locator('output[data-mode][data-unsent="0"]').first();
  return sent.waitFor({ timeout: SYNC_LIMIT_MS }).then(
    () => [],
    () => [`${page.url()} still has records to send`],
  );
}

async function knownToServer(books: Db): Promise<readonly string[]> {
  const rows = await books.selectFrom('event').select('id').execute();
  return rows.map(({ id }) => id);
}

function passFaults(counters: readonly number[]): readonly string[] {
  return counters.flatMap((counter, at) =>
    at > 0 && counter <= counters[at - 1]! ? [`pass ${counter} was shown after ${counters[at - 1]}`] : [],
  );
}

/** Gap-free and of one epoch: a lost tail would make the device seal other records under numbers it has used. */
function journalFaults(device: string, outbox: readonly StoredRecord[]): readonly string[] {
  const epochs = new Set(outbox.map(({ epoch }) => epoch));
  const gapless = outbox.every(({ sequence }, at) => sequence === outbox[0]!.sequence + at);
  if (epochs.size <= 1 && gapless) return [];
  return [`the journal of the ${device} has ${epochs.size} epochs and ${gapless ? 'no' : 'a'} gap`];
}
