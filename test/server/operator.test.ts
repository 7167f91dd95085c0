// The operator's page: its parts for a key that is an operator's, and for nobody else.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type OfferReference,
  operatorReplies,
  type OperatorPart,
  type OperatorReply,
} from '#api/operator.ts';
import { parseMessage } from '#api/parse-message.ts';
import { ROUTES } from '#api/routes.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { appendAudit, readAudit } from '#server/audit/audit-log.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { inTransaction, type Tx } from '#server/db/transaction.ts';
import { addOperator } from '#server/operator/operators.ts';
import { admin } from '../support/admin.ts';
import { ledgerSums } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, present } from '../support/shop.ts';
import { newClient, newWallet, type SignedClient } from '../support/signed-client.ts';
import { openTestServer, random, START_MS, type TestServer } from '../support/test-server.ts';

const DAY_MS = 86_400_000;
const VOUCHER = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!.programme
  .vouchers![0]!.id;

let server: TestServer;
let operator: SignedClient;
beforeAll(async () => {
  server = await openTestServer();
  operator = await newClient(server);
  const publicKey = bytesFromBase64(operator.publicKey)!;
  await addOperator(server.db, { name: 'Ada', publicKey, nowMs: server.clock.nowMs() });
});
afterAll(() => server.close());

/** A part of the page as the page itself reads it. */
async function read<P extends OperatorPart>(
  part: P,
  question: object = {},
  client = operator,
): Promise<OperatorReply<P>> {
  const reply = await client.post(ROUTES.operator, { v: 1, part, ...question });
  const parsed = parseMessage<unknown>(operatorReplies[part], reply.body);
  if (!parsed.ok) throw new Error(`${reply.status} ${JSON.stringify([reply.body, parsed.error])}`);
  return parsed.value as OperatorReply<P>;
}

const today = () => Math.floor(server.clock.nowMs() / DAY_MS);
const span = () => ({ firstDay: today() - 27, days: 28 });
const soldAt = (merchant: string | null, offer: OfferReference | null = null) =>
  read('sales', { merchant, offer, ...span() });

test('an unknown key, a wallet and a revoked operator see nothing of any part', async () => {
  for (const part of Object.keys(operatorReplies)) {
    const question = { v: 1, part, ...(part === 'sales' ? { merchant: null, offer: null, ...span() } : {}) };
    for (const client of [await newClient(server), await newWallet(server)]) {
      const refused = await client.post(ROUTES.operator, question);
      expect([refused.status, refused.body['kind']]).toEqual([401, 'not_enrolled']);
    }
    await server.db.updateTable('operator').set({ revoked_at: 1 }).execute();
    expect((await operator.post(ROUTES.operator, question)).status).toBe(401);
    await server.db.updateTable('operator').set({ revoked_at: null }).execute();
    expect((await operator.post(ROUTES.operator, question)).status).toBe(200);
  }
});

test.each([
  { part: 'everything' },
  { part: 'sales', merchant: null, offer: null, firstDay: 1, days: 1 },
  { part: 'sales', merchant: null, offer: null, firstDay: 1, days: 113 },
  {
    part: 'sales',
    merchant: null,
    offer: { kind: 'campaign', programme: 'x', voucher: 'y' },
    firstDay: 1,
    days: 2,
  },
])('%j is no question', async (question) => {
  expect((await operator.post(ROUTES.operator, { v: 1, ...question })).status).toBe(400);
});

test('sales, what is owed, tills and conflicts with their evidence', async () => {
  const [till, other] = [await openTill(server), await openTill(server)];
  const [first, second] = [await joinedWallet(server), await joinedWallet(server)];
  server.clock.advance(2_000);
  for (const wallet of [first, first, second])
    await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
  const shown = await present(server, first, first.voucher, till.merchantId);
  await till.decide(await till.seal('redeem', shown, await till.redeem(shown)));
  server.clock.advance(2_000);
  const again = await present(server, first, first.voucher, other.merchantId);
  const lost = await other.seal('redeem', again, await other.redeem(again));
  expect(await other.decide(lost)).toMatchObject([{ status: 'conflict' }]);
  const day = { day: today(), sales: 4, members: 2, withVoucher: 1, amountMinor: 4000, redemptions: 0 };
  expect(await soldAt('copper-cup')).toMatchObject({ merchant: 'copper-cup', days: [day] });
  expect(await soldAt(null)).toMatchObject({ merchant: 'copper-cup', days: [day] });
  expect(await soldAt('book-harbour')).toMatchObject({ merchant: 'book-harbour', days: [] });
  const twoEuros = { amountMinor: 200, currency: { code: 'EUR', exponent: 2 } };
  expect((await read('liabilities')).liabilities).toMatchObject([
    { kind: 'points', programme: { en: 'Copper Cup' }, unit: { en: 'beans' }, qty: 38, scale: 0 },
    { kind: 'owed_to_shop', merchant: 'Copper Cup', money: twoEuros },
    { kind: 'offline_loss', programme: { en: 'Copper Cup' }, money: twoEuros },
  ]);
  expect((await read('terminals')).terminals).toHaveLength(2);
  const { conflicts } = await read('conflicts');
  expect(conflicts).toMatchObject([
    {
      id: lost.id,
      code: 'voucher_spent',
      till: { merchant: 'copper-cup', number: 2 },
      loss: twoEuros,
      evidence: lost.cose,
    },
  ]);
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(JSON.stringify([conflicts, await read('audit')])).not.toContain(first.memberId);
});

test('an offer is a programme, a voucher of it or a campaign, with its first day and its uses on each', async () => {
  const till = await openTill(server);
  const wallet = await joinedWallet(server);
  const words = ['voucher', 'campaign', 'copper-cup', VOUCHER];
  const from = new Date(server.clock.nowMs() - 3 * DAY_MS).toISOString().slice(0, 10);
  expect((await admin(server, words, { options: { name: 'spring', from } })).code).toBe(0);
  const offers = (await read('offers')).merchants.find(({ slug }) => slug === 'copper-cup')!.offers;
  const programme: OfferReference = { kind: 'programme', programme: 'copper-cup' };
  const voucher: OfferReference = { kind: 'voucher', programme: 'copper-cup', voucher: VOUCHER };
  const campaign: OfferReference = { ...voucher, kind: 'campaign', campaign: 'spring' };
  const published = Math.floor(START_MS / DAY_MS);
  expect(offers).toContainEqual(expect.objectContaining({ reference: programme, day: published }));
  expect(offers).toContainEqual(expect.objectContaining({ reference: voucher, day: published }));
  const given = offers.find(({ reference }) => reference.kind === 'campaign');
  expect(given).toMatchObject({ reference: campaign, day: Date.parse(from) / DAY_MS });
  const before = await Promise.all([programme, voucher, campaign].map((each) => soldAt('copper-cup', each)));
  const redeemed = (reply: OperatorReply<'sales'>) => reply.days.at(-1)?.redemptions ?? 0;
  expect(before.map(redeemed)).toEqual([1, 1, 0]);
  const issued = (await wallet.changes()).filter((change) => change.kind === 'voucher').at(-1)!;
  server.clock.advance(2_000);
  const shown = await present(server, wallet, bytesFromBase64(issued.cose)!, till.merchantId);
  const use = await till.seal('redeem', shown, await till.redeem(shown));
  expect(await till.decide(use)).toMatchObject([{ status: 'accepted' }]);
  const after = await Promise.all([programme, voucher, campaign].map((each) => soldAt('copper-cup', each)));
  expect(after.map(redeemed)).toEqual([2, 2, 1]);
});

test('a part that takes too long says so, and the others answer', async () => {
  const lock = openDatabase(server.databaseUrl, 1);
  const holding = await lock.startTransaction().execute();
  await sql`LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE`.execute(holding);
  const asked = await operator.post(ROUTES.operator, { v: 1, part: 'liabilities' });
  expect([asked.status, asked.body]).toEqual([503, { kind: 'part_too_slow' }]);
  expect((await read('terminals')).terminals.length).toBeGreaterThan(1);
  expect((await soldAt(null)).merchant).toBe('copper-cup');
  await holding.rollback().execute();
  await lock.destroy();
  expect((await read('liabilities')).liabilities.length).toBeGreaterThan(1);
});

test('names that nobody would be let enter any more are shown, and take no part away', async () => {
  const long = 'x'.repeat(300);
  const { id } = await server.db
    .selectFrom('merchant')
    .select('id')
    .where('slug', '=', 'copper-cup')
    .executeTakeFirstOrThrow();
  await server.db.updateTable('terminal').set({ name: '' }).where('till_number', '=', 1).execute();
  await server.db.updateTable('terminal').set({ name: long }).where('till_number', '=', 2).execute();
  await server.db.updateTable('merchant').set({ name: long }).where('id', '=', id).execute();
  await server.db.updateTable('operator').set({ name: '' }).execute();
  expect((await read('terminals')).terminals.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['', long]),
  );
  expect((await read('offers')).merchants.map(({ name }) => name)).toContain(long);
  expect((await read('conflicts')).conflicts[0]!.till!.name).toBe(long);
  expect((await read('liabilities')).operator).toBe('');
  await server.db.updateTable('operator').set({ name: 'Ada' }).execute();
});

test('one look at the page is one line of the log, and a later one another', async () => {
  const looks = async () => (await readAudit(server.db, 1000)).filter(({ act }) => act === 'overview').length;
  server.clock.advance(16 * 60_000);
  const before = await looks();
  await Promise.all((['terminals', 'conflicts', 'liabilities', 'audit'] as const).map((part) => read(part)));
  expect(await looks()).toBe(before + 1);
  server.clock.advance(16 * 60_000);
  await read('terminals');
  expect(await looks()).toBe(before + 2);
  expect((await readAudit(server.db, 1))[0]!.actor).toMatch(/^Ada /);
});

test('of a long log the newest rows are followed on the page, all of them by the command', async () => {
  const note = (tx: Tx) => appendAudit(tx, { atMs: 1, actor: 'test', act: 'many', target: 'x' });
  await inTransaction(server.db, random, async (tx) => {
    for (let row = 0; row < 1100; row += 1) await note(tx);
  });
  const { audit } = await read('audit');
  expect(audit).toMatchObject({ whole: true, checked: 1000 });
  expect(audit.rows).toBeGreaterThan(1100);
  expect(audit.newest).toHaveLength(50);
  expect(await admin(server, ['audit', 'verify'])).toMatchObject({ code: 0, printed: String(audit.rows) });
  await sql`UPDATE audit SET target = 'somebody else' WHERE seq = ${audit.rows - 5}`.execute(server.db);
  expect((await read('audit')).audit.whole).toBe(false);
  await sql`UPDATE audit SET target = 'x' WHERE seq = ${audit.rows - 5}`.execute(server.db);
  await sql`UPDATE audit SET target = 'somebody else' WHERE seq = 2`.execute(server.db);
  expect((await read('audit')).audit.whole).toBe(true);
  expect(await admin(server, ['audit', 'verify'])).toMatchObject({
    code: 1,
    explained: expect.stringContaining('row 2'),
  });
});
