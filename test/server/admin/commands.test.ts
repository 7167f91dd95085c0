// What an operator does beside the tills: merchants, programmes, tills, vouchers, keys, members. Every act leaves its line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import { uuidV7 } from '#base/uuid.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { readAudit, verifyAudit } from '#server/audit/audit-log.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { registerOwnOperator } from '#server/operator/operators.ts';
import { bookLegs, holdLegs } from '#server/push/ledger.ts';
import { readRevokedTills } from '#server/revoked-tills.ts';
import { createTrustListMaker } from '#server/trust-list.ts';
import { readMerchants } from '#server/catalogue-store.ts';
import { admin } from '../../support/admin.ts';
import { accountSum, ledgerSums, staleBalances } from '../../support/books.ts';
import { joinedWallet, memberOf, openTill, openWallet, present } from '../../support/shop.ts';
import { openTestServer, random, type TestServer } from '../../support/test-server.ts';

let server: TestServer;
let dir: string;
beforeAll(async () => {
  server = await openTestServer();
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-admin-'));
});
afterAll(async () => {
  expect(await verifyAudit(server.db)).toMatchObject({ ok: true });
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

function file(name: string, content: unknown): string {
  const target = path.join(dir, name);
  writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content));
  return target;
}

test('a merchant is added once, and what is wrong with one is said', async () => {
  const words = ['merchant', 'add', 'tea-house', 'Tea House', 'EUR', '2', 'food,drinks'];
  expect((await admin(server, words)).printed).toMatch(/^[0-9a-f]{16}$/);
  expect(await admin(server, words)).toMatchObject({
    code: 1,
    explained: expect.stringContaining('already'),
  });
  const wrong = ['merchant', 'add', 'x', 'X', 'Euro', '2', 'food'];
  expect(await admin(server, wrong)).toMatchObject({
    code: 1,
    explained: expect.stringContaining('currency'),
  });
  const shown = JSON.parse((await admin(server, ['merchant', 'show', 'tea-house'])).printed);
  expect(shown).toMatchObject({ slug: 'tea-house', tills: 0 });
});

test('a programme with faults names each with its place; a good one is published and gets a new version', async () => {
  const { programme, presentation } = demoCatalogue()[0]!;
  const broken = file('broken.json', { ...programme, id: 'tea', currency: { code: 'EUR' } });
  expect(await admin(server, ['programme', 'check', broken])).toMatchObject({
    code: 1,
    explained: expect.stringContaining('/currency'),
  });
  const good = file('tea.json', { ...programme, id: 'tea' });
  const texts = file('tea.texts.json', { ...presentation, programme: 'tea' });
  const options = { texts, merchants: 'tea-house' };
  const published = await admin(server, ['programme', 'publish', good], { options });
  expect(published).toMatchObject({ code: 0, printed: expect.stringMatching(/^\d+$/) });
  const {
    id: _id,
    tz: _tz,
    currency: _currency,
    versions: _versions,
    ...lists
  } = programme as never as Record<string, unknown>;
  const next = file('next.json', lists);
  const past = await admin(server, ['programme', 'version', 'tea', next], {
    options: { from: '2020-01-01' },
  });
  expect(past).toMatchObject({ code: 1, explained: expect.stringContaining('future') });
  const never = await admin(server, ['programme', 'version', 'tea', next], {
    options: { from: '2026-13-01' },
  });
  expect(never).toMatchObject({ code: 1, explained: expect.stringContaining('2026-13-01 is no date') });
  const from = { options: { from: '2099-01-01' } };
  expect(await admin(server, ['programme', 'version', 'tea', next], from)).toMatchObject({
    code: 0,
    printed: '2099-01-01T00:00:00Z',
  });
});

test('a revoked till may not sync; what a stolen one signs from then on counts for nobody', async () => {
  const till = await openTill(server);
  const [early, late, later] = [
    await joinedWallet(server),
    await joinedWallet(server),
    await joinedWallet(server),
  ];
  const receipts = await Promise.all([early, late, later].map((wallet) => till.sell(memberOf(wallet))));
  const number = (await admin(server, ['terminal', 'list'])).printed.split('\n').at(-1)!.split('\t')[1]!;
  expect((await admin(server, ['terminal', 'revoke', 'copper-cup', number])).code).toBe(0);
  expect((await till.push([])).status).toBe(403);
  expect(await early.decide(await early.seal('earn', receipts[0]!))).toMatchObject([{ status: 'accepted' }]);
  server.clock.advance(60_000);
  const stolen = { switches: ['stolen'] };
  await admin(server, ['terminal', 'revoke', 'copper-cup', number], stolen);
  server.clock.advance(60_000);
  expect(await late.decide(await late.seal('earn', receipts[1]!))).toMatchObject([{ status: 'accepted' }]);
  const refusal = [{ status: 'rejected', code: 'serial_unregistered' }];
  const after = await till.sell(memberOf(later));
  expect(await later.decide(await later.seal('earn', after))).toMatchObject(refusal);
  const from = { ...stolen, options: { from: '2020-01-01' } };
  await admin(server, ['terminal', 'revoke', 'copper-cup', number], from);
  server.clock.advance(11_000);
  expect(await later.decide(await later.seal('earn', receipts[2]!))).toMatchObject(refusal);
  expect((await admin(server, ['terminal', 'list'])).printed).toContain('revoked');
  // Wallets hear of it with the list of merchants.
  const fromS = Date.UTC(2020, 0, 1) / 1000;
  expect(await readRevokedTills(server.db)).toContainEqual({ serial: expect.any(Number), fromS });
});

test('a till that is called stolen again stays so from the first time on, unless another day is named', async () => {
  const till = await openTill(server);
  const number = (await admin(server, ['terminal', 'list'])).printed.split('\n').at(-1)!.split('\t')[1]!;
  const stolen = (from?: string) =>
    admin(server, ['terminal', 'revoke', 'copper-cup', number], {
      switches: ['stolen'],
      options: from === undefined ? {} : { from },
    });
  const since = async () => {
    const row = server.db
      .selectFrom('terminal')
      .select('revoked_at')
      .where('till_number', '=', Number(number));
    return (await row.where('merchant_id', '=', till.merchantId).executeTakeFirstOrThrow()).revoked_at;
  };
  await stolen();
  const first = server.clock.nowMs();
  expect(await since()).toBe(first);
  server.clock.advance(86_400_000);
  expect((await stolen()).explained).toContain(new Date(first).toISOString());
  expect(await since()).toBe(first);
  const explained = expect.stringContaining('still to come');
  expect(await stolen('2099-01-01')).toMatchObject({ code: 1, explained });
  expect(await since()).toBe(first);
  await stolen('2026-01-01');
  expect(await since()).toBe(Date.UTC(2026, 0, 1));
});

test('a poster is an address of the wallet, and a picture when a file is named', async () => {
  expect((await admin(server, ['poster', 'copper-cup'])).code).toBe(2);
  const svg = path.join(dir, 'poster.svg');
  const options = { host: 'wallet.example.org', name: 'Front <door>', svg };
  const made = await admin(server, ['poster', 'copper-cup'], { options });
  expect(made).toMatchObject({ code: 0, printed: expect.stringContaining('WALLET.EXAMPLE.ORG/') });
  const picture = readFileSync(svg, 'utf8');
  expect(picture).toContain('Front &#60;door&#62;');
});

test.each([
  [['terminal', 'pair', 'copper-cup'], { name: '' }],
  [['terminal', 'pair', 'copper-cup'], { name: 'x'.repeat(81) }],
  [['terminal', 'pair', 'copper-cup'], { name: 'two\nlines' }],
  [['terminal', 'pair', 'copper-cup'], { name: 'two\u2028lines' }],
  [['terminal', 'pair', 'copper-cup'], { name: '\u200d\u200c' }],
  [['operator', 'add', '', 'key.jwk'], {}],
  [['operator', 'add', 'x'.repeat(81), 'key.jwk'], {}],
  [['poster', 'copper-cup'], { host: 'wallet.example.org', name: '' }],
])('%j with %j is refused for its name', async (words, options) => {
  const before = await server.rowCounts();
  const refused = await admin(server, words, { options });
  expect(refused).toMatchObject({ code: 1, explained: expect.stringContaining('1 to 80 characters') });
  expect(await server.rowCounts()).toEqual(before);
});

test.each([
  [['terminal', 'revoke', 'copper-cup', 'abc'], {}, 'abc is no number of a till'],
  [['terminal', 'confirm', 'copper-cup', '99999999999'], {}, '99999999999 is no number of a till'],
  [['terminal', 'limits', 'copper-cup', '1.5'], {}, '1.5 is no number of a till'],
  [['terminal', 'revoke', 'copper-cup', '9999'], {}, 'has no till 9999'],
  [['audit', 'list'], { limit: 'ten' }, '--limit takes a whole number'],
  [['audit', 'list'], { limit: '-1' }, '--limit takes a whole number'],
  [['poster', 'copper-cup'], { host: 'https://shop.example/' }, '--host takes a host name alone'],
  [['poster', 'copper-cup'], { host: '' }, '--host takes a host name alone'],
  [['operator', 'revoke', 'nope'], {}, 'nope is not the beginning of exactly one key id'],
  [['operator', 'add', 'x', '/nowhere/none.jwk'], {}, '/nowhere/none.jwk: ENOENT'],
  [['device', 'revoke', 'abc'], {}, 'no device abc: its id has 64 characters, as member show'],
  [['terminal', 'revoke', 'copper-cup', '1'], { from: '2026-13-01' }, '--from 2026-13-01 is no date'],
])('%j with %j is refused in words', async (words, options, said) => {
  const before = await server.rowCounts();
  const refused = await admin(server, words, { options });
  expect(refused).toMatchObject({ printed: '', explained: expect.stringContaining(said) });
  expect(refused.code).toBeGreaterThan(0);
  expect(await server.rowCounts()).toEqual(before);
});

test('a list without rows says so beside it, and the log tells that it is whole', async () => {
  const fresh = await openTestServer();
  for (const [command, said] of [
    ['alarms', 'There are no alarms.'],
    ['terminal list', 'There are no tills yet'],
  ] as const)
    expect(await admin(fresh, command.split(' '))).toMatchObject({
      code: 0,
      printed: '',
      explained: expect.stringContaining(said),
    });
  const verified = await admin(fresh, ['audit', 'verify']);
  expect(verified.explained).toContain(`is whole: ${verified.printed} rows`);
  await fresh.close();
});

test('alarms name a till whose numbers have had a gap for three days', async () => {
  const till = await openTill(server);
  const wallet = await joinedWallet(server);
  await till.decide(await till.seal('earn', await till.sell({ ...memberOf(wallet), sequence: 9 })));
  const gap = () => admin(server, ['alarms']);
  const before = (await gap()).printed;
  server.clock.advance(73 * 3_600_000);
  const now = (await gap()).printed.split('\n').filter((line) => !before.includes(line));
  expect(now.some((line) => /^till\t\d+\t8\tgap$/.test(line))).toBe(true);
});

test('a campaign gives each of its audience one voucher, stops at the stock and goes on when it is run again', async () => {
  server.clock.advance(3_600_000);
  const before = new Date(server.clock.nowMs()).toISOString().replace(/\.\d+Z/, 'Z');
  await openWallet(server);
  const veterans = Number(
    (await sql<{ n: number }>`SELECT count(DISTINCT member) AS n FROM member_event`.execute(server.db))
      .rows[0]!.n,
  );
  server.clock.advance(3_600_000);
  const late = await joinedWallet(server);
  const { vouchers } = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!.programme;
  const words = ['voucher', 'campaign', 'copper-cup', vouchers![0]!.id];
  const base = { name: 'spring', 'joined-before': before };
  const first = await admin(server, words, { options: { ...base, stock: '1' } });
  expect(first).toMatchObject({ code: 0, printed: '1' });
  const rest = await admin(server, words, { options: base });
  expect(rest.printed).toBe(String(veterans - 1));
  expect((await admin(server, words, { options: base })).printed).toBe('0');
  expect((await late.changes()).filter((change) => change.kind === 'voucher')).toHaveLength(1);
  const all = await admin(server, words, { options: { name: 'summer' } });
  expect(Number(all.printed)).toBe(veterans + 1);
  const given = (await late.changes()).filter((change) => change.kind === 'voucher');
  expect(given).toHaveLength(2);
  const till = await openTill(server);
  server.clock.advance(2_000);
  const shown = await present(server, late, bytesFromBase64(given[1]!.cose)!, till.merchantId);
  const used = await till.decide(await till.seal('redeem', shown, await till.redeem(shown)));
  expect(used).toMatchObject([{ status: 'accepted' }]);
});

test('what is wrong with a campaign is said before anybody gets anything', async () => {
  const { vouchers } = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!.programme;
  const words = ['voucher', 'campaign', 'copper-cup', vouchers![0]!.id];
  const of = async (options: Parameters<typeof admin>[2]) => (await admin(server, words, options)).explained;
  expect(await of({})).toContain('--name');
  expect(await of({ options: { name: 'x', stock: '-1' } })).toContain('stock');
  expect(await of({ options: { name: 'x', tier: 'nobility' } })).toContain('no tier');
  expect(await of({ options: { name: 'x', from: 'tomorrow' } })).toContain('--from tomorrow is no date');
  expect(await of({ options: { name: 'x', until: '2001-01-01' } })).toContain('over already');
  const backwards = { name: 'x', from: '2099-02-01', until: '2099-01-01' };
  expect(await of({ options: backwards })).toContain('over before');
});

test('after a rotation both keys of a merchant are trusted, and what the old one signed still counts', async () => {
  const [wallet, till] = [await joinedWallet(server), await openTill(server)];
  const receipt = await till.sell(memberOf(wallet));
  expect((await admin(server, ['key', 'rotate', 'copper-cup'])).code).toBe(0);
  const { list } = await createTrustListMaker(server)(await readMerchants(server.db), []);
  expect(list.merchants.find((each) => each.slug === 'copper-cup')!.rootKeys).toHaveLength(2);
  server.clock.advance(11_000);
  expect(await wallet.decide(await wallet.seal('earn', receipt))).toMatchObject([{ status: 'accepted' }]);
});

test('an operator is entered once; a revoked key stays revoked and is refused', async () => {
  const jwk = readFileSync(path.join(server.keysDir, 'server.jwk'), 'utf8');
  const add = (name: string) => admin(server, ['operator', 'add', name, file('ada.jwk', jwk)]);
  // There is always a last one.
  await registerOwnOperator(server.db, server.keysDir, server.clock.nowMs());
  const only = (await admin(server, ['operator', 'list'])).printed.split('\t')[0]!;
  const revoke = async (id: string) => (await admin(server, ['operator', 'revoke', id])).explained;
  expect(await revoke(only)).toContain('is the last operator');
  expect(await revoke('nope')).toContain('nope is not the beginning of exactly one key id');
  const { printed: key } = await add('Ada');
  expect((await readAudit(server.db, 1))[0]).toMatchObject({ act: 'operator add', details: { key } });
  expect(await add('Eve')).toMatchObject({ code: 1, printed: '', explained: expect.stringContaining('Ada') });
  expect((await admin(server, ['operator', 'revoke', key])).code).toBe(0);
  const rows = await server.rowCounts();
  const explained = expect.stringContaining('A revoked key stays revoked');
  expect(await add('Ada')).toMatchObject({ code: 1, printed: '', explained });
  expect(await server.rowCounts()).toEqual(rows);
});

test('a lost phone is revoked once, by its device', async () => {
  const wallet = await joinedWallet(server);
  const { id } = await server.db
    .selectFrom('device')
    .select('id')
    .where('owner', '=', wallet.memberId)
    .executeTakeFirstOrThrow();
  expect((await admin(server, ['device', 'revoke', id])).code).toBe(0);
  expect((await wallet.push([])).status).toBe(403);
  const noted = async () => (await readAudit(server.db, 1000)).filter(({ target }) => target === id).length;
  expect(await noted()).toBe(1);
  expect(await admin(server, ['device', 'revoke', id])).toMatchObject({
    code: 1,
    explained: expect.stringContaining('before'),
  });
  expect(await noted()).toBe(1);
  expect(await admin(server, ['device', 'revoke', 'ab'.repeat(32)])).toMatchObject({ code: 1 });
});

test('support finds a member by the name in the wallet; erased, nothing leads back and the books balance', async () => {
  const [wallet, till] = [await joinedWallet(server), await openTill(server)];
  await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
  const name = `${wallet.memberId.slice(0, 4)}-${wallet.memberId.slice(4, 8)}`.toUpperCase();
  const shown = JSON.parse((await admin(server, ['member', 'show', name])).printed);
  expect(shown).toMatchObject({ id: wallet.memberId, balances: { 'copper-cup/bean': 10 } });
  expect(shown.lastRecords).toHaveLength(1);
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(shown.lastPostings).toEqual([
    {
      till: expect.stringMatching(/^copper-cup\/\d+ /),
      occurred: at,
      received: at,
      kind: 'earn',
      status: 'accepted',
      code: null,
      moved: { 'copper-cup/bean': 10 },
    },
  ]);
  const sale = { type: 'purchase', merchant: 'copper-cup', amountMinor: expect.any(Number) };
  expect(shown.lastEvents).toMatchObject([sale, { type: 'enrol', programme: 'copper-cup' }]);
  await holdPoints(wallet.memberId, 4);
  await server.db
    .insertInto('member_passkey')
    .values({
      bucket: bucketOf(wallet.memberId),
      member: wallet.memberId,
      credential: Buffer.from('the name of a passkey'),
      public_key: Buffer.alloc(33),
      set_by: 'ab',
      set_at: 0,
    })
    .execute();
  expect((await admin(server, ['member', 'erase', name])).explained).toContain('--reason');
  await admin(server, ['member', 'erase', name], { options: { reason: 'asked for it' } });
  expect(await admin(server, ['member', 'show', name])).toMatchObject({ code: 1 });
  expect((await wallet.push([])).status).toBe(401);
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(0);
  expect(await accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean/held`)).toBe(0);
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  expect(JSON.stringify(await readAudit(server.db, 1000))).not.toContain(wallet.memberId);
  const left = await sql<{ n: number }>`
    SELECT (SELECT count(*) FROM device WHERE owner = ${wallet.memberId})
      + (SELECT count(*) FROM hold WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM member_event WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM member_file WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM sale WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM member_passkey WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM member_device WHERE member = ${wallet.memberId}) AS n`.execute(server.db);
  expect(left.rows[0]!.n).toBe(0);
});

test('of an erased member nothing is left in what tills have brought; of the others all', async () => {
  const [wallet, other, till] = [
    await joinedWallet(server),
    await joinedWallet(server),
    await openTill(server),
  ];
  const shown = await present(server, wallet, wallet.voucher, till.merchantId);
  const records = [
    await till.seal('earn', await till.sell(memberOf(wallet))),
    await till.seal('redeem', shown, await till.redeem(shown)),
    await till.seal('earn', await till.sell(memberOf(other))),
  ];
  const results = await till.decide(...records);
  await admin(server, ['member', 'erase', wallet.memberId], { options: { reason: 'asked for it' } });
  const brought = await server.db
    .selectFrom('event')
    .select(['id', 'cose'])
    .where(
      'id',
      'in',
      records.map(({ id }) => id),
    )
    .orderBy('seq')
    .execute();
  expect(brought.map(({ cose }) => cose.length > 0)).toEqual([false, false, true]);
  expect(await till.decide(...records)).toEqual(results);
});

test('a sale that a till brings after its customer was erased is decided, and nothing of the customer comes back', async () => {
  const [wallet, till] = [await joinedWallet(server), await openTill(server)];
  const sale = await till.sell(memberOf(wallet));
  const shown = await present(server, wallet, wallet.voucher, till.merchantId);
  const redeemed = await till.redeem(shown);
  await admin(server, ['member', 'erase', wallet.memberId], { options: { reason: 'asked for it' } });
  const records = [
    await till.seal('earn', sale),
    await till.seal('redeem', shown, redeemed),
    await till.seal('undo', await till.takeBack(sale)),
  ];
  const results = await till.decide(...records);
  expect(results.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(await till.decide(...records)).toEqual(results);
  const left = await sql<{ n: number }>`
    SELECT (SELECT count(*) FROM member_event WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM member_file WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM member_fold WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM sale WHERE member = ${wallet.memberId})
      + (SELECT count(*) FROM balance WHERE account LIKE ${`member/${wallet.memberId}/%`}) AS n`.execute(
    server.db,
  );
  expect(left.rows[0]!.n).toBe(0);
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
});

test('what an erased customer had bought can still be taken back at the till, in parts no more than was sold', async () => {
  const [wallet, till] = [await joinedWallet(server), await openTill(server)];
  const sale = await till.sell(memberOf(wallet));
  const shown = await present(server, wallet, wallet.voucher, till.merchantId);
  const redeemed = await till.redeem(shown);
  await till.decide(await till.seal('earn', sale), await till.seal('redeem', shown, redeemed));
  const sold = () =>
    server.db.selectFrom('sale').select('member').where('merchant', '=', till.merchantId).execute();
  expect((await sold()).filter(({ member }) => member === wallet.memberId)).toHaveLength(2);
  await admin(server, ['member', 'erase', wallet.memberId], { options: { reason: 'asked for it' } });
  expect((await sold()).filter(({ member }) => member === wallet.memberId)).toEqual([]);
  const part = async (receipt: Bytes, amountMinor: number) =>
    till.seal('undo', await till.takeBack(receipt, { lines: [{ index: 0, amountMinor }] }));
  const parts = [
    await part(sale, 600),
    await part(redeemed, 1000),
    await part(sale, 401),
    await part(sale, 400),
  ];
  expect((await till.decide(...parts)).map(({ status, code }) => code ?? status)).toEqual([
    'accepted',
    'accepted',
    'more_than_left',
    'accepted',
  ]);
  const written = await sql<{ n: number }>`
    SELECT (SELECT count(*) FROM member_event WHERE member IN (${wallet.memberId}, ''))
      + (SELECT count(*) FROM member_file WHERE member IN (${wallet.memberId}, '')) AS n`.execute(server.db);
  expect(written.rows[0]!.n).toBe(0);
});

/** As a certificate for offline spending does. */
function holdPoints(memberId: string, qty: number): Promise<void> {
  const bucket = bucketOf(memberId);
  const place = { bucket, memberId, programmeId: 'copper-cup', unit: 'bean' };
  return inTransaction(server.db, random, async (tx) => {
    await bookLegs(tx, holdLegs({ ...place, event: uuidV7(0, random.bytes(10)), change: qty }));
    const row = { bucket, device: 'ab', programme: 'copper-cup', unit: 'bean', member: memberId, qty };
    await tx.insertInto('hold').values(row).execute();
  });
}

test('a changed, a removed and a cut-off line of the audit log are all found', async () => {
  const rows = (await readAudit(server.db, 1000)).length;
  expect(rows).toBeGreaterThan(10);
  expect(await verifyAudit(server.db)).toEqual({ ok: true, value: rows });
  const spoil = async (statement: ReturnType<typeof sql>) => {
    await server.db
      .transaction()
      .execute(async (tx) => {
        await statement.execute(tx);
        expect(await verifyAudit(tx)).toMatchObject({ ok: false, error: { kind: 'audit_broken' } });
        throw new Error('undo');
      })
      .catch((error: Error) => expect(error.message).toBe('undo'));
  };
  await spoil(sql`UPDATE audit SET target = 'somebody else' WHERE seq = 3`);
  await spoil(sql`DELETE FROM audit WHERE seq = 4`);
  await spoil(sql`DELETE FROM audit WHERE seq = ${rows}`);
});
