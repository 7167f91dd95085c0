// src/protocol/README.md, "Threats", a till in the wrong hands: what it mints by receipts ends with what it may sell, in both
// transaction scopes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import type { EarnReceipt } from '#protocol/messages.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { openAs } from '#protocol/open-message.ts';
import { withCertificate } from '#protocol/signer.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { createApp } from '#server/app.ts';
import type { TxScope } from '#server/push/steps.ts';
import { chainFaults } from '#server/spending/terminal-chain.ts';
import { admin } from '../support/admin.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { joinedWallet, memberOf, openTill, present, type Till, type Wallet } from '../support/shop.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

const LIMITED = { status: 'rejected', code: 'limit_sales' };
const ACCEPTED = { status: 'accepted' };
const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  await server.close();
});

function shopWith(txScope: TxScope): TestServer {
  const { db, keys, state, clock } = server;
  return { ...server, app: createApp({ db, keys, clock, random, state, txScope, log: () => undefined }) };
}

interface LimitedTill extends Till {
  readonly number: string;
  /** A bound receipt of so many euros, under the limited certificate. */
  readonly sale: (wallet: Wallet, euros: number) => Promise<Bytes>;
  readonly bearer: (euros: number) => Promise<Bytes>;
  /** Takes a voucher in a sale of 10 euros. */
  readonly answer: (presentation: Bytes) => Promise<Bytes>;
}

type Owner = Pick<EarnReceipt, 'memberId' | 'expiresAtS'>;

function purchase(euros: number): Pick<EarnReceipt, 'facts' | 'totalMinor'> {
  const totalMinor = euros * 100;
  return { facts: { kind: 'purchase', lines: [{ amountMinor: totalMinor, category: 'food' }] }, totalMinor };
}

/** 30 euros per receipt, 50 a day, 4 receipts a day. */
async function limitedTill(shop: TestServer): Promise<LimitedTill> {
  server.clock.advance(8_000);
  const till = await openTill(shop);
  const number = await newestNumber();
  const options = { 'per-receipt': '30', 'per-day': '50', receipts: '4' };
  expect((await admin(server, ['terminal', 'limits', 'copper-cup', number], { options })).code).toBe(0);
  const renewed = (await till.changes()).find((change) => change.kind === 'certificate');
  if (renewed?.kind !== 'certificate') throw new Error('no certificate with the new limits');
  const signer = withCertificate(till.signer, bytesFromBase64(renewed.cose)!);
  let sequence = 100;
  const place = () => ({
    issuedAtS: Math.floor(server.clock.nowMs() / 1000),
    sequence: ++sequence,
    previous: new Uint8Array(8),
  });
  const earn = (owner: Owner, euros: number) =>
    makeEarnReceipt({ ...owner, ...place(), ...purchase(euros), tillReference: 'R-2' }, signer);
  const sale: LimitedTill['sale'] = (wallet, euros) => earn(memberOf(wallet), euros);
  const bearer: LimitedTill['bearer'] = (euros) =>
    earn({ expiresAtS: Math.floor(server.clock.nowMs() / 1000) + 86_400 }, euros);
  const answer = async (shown: Bytes) => {
    const opened = openAs(PRESENTATION, shown);
    if (!opened.ok) throw new Error(opened.error.kind);
    const presentationId = await messageIdOf(opened.value.sign1);
    const claims = { ...place(), ...purchase(10), presentationId, discountMinor: 200, usesLeft: 0 };
    return makeRedemptionReceipt({ ...claims, result: 'accepted' }, signer);
  };
  return { ...till, tillSigner: signer, number, sale, bearer, answer };
}

/** Of the merchant's newest till. */
async function newestNumber(): Promise<string> {
  const { number } = await server.db
    .selectFrom('terminal')
    .select((eb) => eb.fn.max('till_number').as('number'))
    .innerJoin('merchant', 'merchant.id', 'merchant_id')
    .where('slug', '=', 'copper-cup')
    .executeTakeFirstOrThrow();
  return String(number);
}

const beans = ({ memberId }: Wallet) => accountSum(server.db, `member/${memberId}/copper-cup/bean`);

const SCOPES = (['all', 'bucket'] as const).filter(
  (scope) => process.env['TX_SCOPE'] === undefined || process.env['TX_SCOPE'] === scope,
);

describe.each(SCOPES)('with TX_SCOPE=%s', (scope) => {
  test('a till mints by what it may sell in a day, whoever brings its receipts', async () => {
    const shop = shopWith(scope);
    const [till, wallet] = [await limitedTill(shop), await joinedWallet(shop)];
    const receipts = [];
    for (const euros of [20, 31, 20, 20, 10]) receipts.push(await till.sale(wallet, euros));
    const records = [];
    for (const receipt of receipts) records.push(await till.seal('earn', receipt));
    const answers = [ACCEPTED, LIMITED, ACCEPTED, LIMITED, ACCEPTED];
    expect(await till.decide(...records)).toMatchObject(answers);
    expect(await beans(wallet)).toBe(50);
    // Sent again, and brought by the customer as well: the same answers, nothing more.
    expect(await till.decide(...records)).toMatchObject(answers);
    for (const [index, receipt] of receipts.entries())
      expect(await wallet.decide(await wallet.seal('earn', receipt))).toMatchObject([answers[index]]);
    expect(await beans(wallet)).toBe(50);
    server.clock.advance(DAY_MS);
    expect(await wallet.decide(await wallet.seal('earn', await till.sale(wallet, 30)))).toMatchObject([
      ACCEPTED,
    ]);
    expect(await beans(wallet)).toBe(80);
  });

  test('colluding customers who push at once get no more between them', async () => {
    const shop = shopWith(scope);
    const till = await limitedTill(shop);
    const wallets = await Promise.all(Array.from({ length: 5 }, () => joinedWallet(shop)));
    const pushes = wallets.map(async (wallet) => wallet.seal('earn', await till.sale(wallet, 20)));
    const records = await Promise.all(pushes);
    const results = await Promise.all(wallets.map((wallet, index) => wallet.decide(records[index]!)));
    expect(
      results
        .flat()
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['accepted', 'accepted', 'rejected', 'rejected', 'rejected']);
    const minted = await Promise.all(wallets.map(beans));
    expect(minted.reduce((sum, one) => sum + one, 0)).toBe(40);
  });

  test('a receipt that one push brings twice counts once', async () => {
    const shop = shopWith(scope);
    const [till, wallet] = [await limitedTill(shop), await joinedWallet(shop)];
    const [twice, other] = [await till.sale(wallet, 25), await till.sale(wallet, 25)];
    const records = [];
    for (const receipt of [twice, twice, other]) records.push(await wallet.seal('earn', receipt));
    expect(await wallet.decide(...records)).toMatchObject([ACCEPTED, ACCEPTED, ACCEPTED]);
    expect(await beans(wallet)).toBe(50);
  });

  test('small receipts end as well: four of them a day', async () => {
    const shop = shopWith(scope);
    const [till, wallet] = [await limitedTill(shop), await joinedWallet(shop)];
    const records = [];
    for (let one = 0; one < 6; one++) records.push(await wallet.seal('earn', await till.sale(wallet, 1)));
    const results = await wallet.decide(...records);
    expect(results.map(({ code }) => code)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'limit_sales',
      'limit_sales',
    ]);
  });

  test('a redemption counts with its list price, and beyond the limit uses no voucher up', async () => {
    const shop = shopWith(scope);
    const [till, wallet] = [await limitedTill(shop), await joinedWallet(shop)];
    const first = [await till.sale(wallet, 30), await till.sale(wallet, 15)];
    const sold = [];
    for (const receipt of first) sold.push(await till.seal('earn', receipt));
    await till.decide(...sold);
    const other = await openTill(shop);
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    const beyond = await till.answer(shown);
    expect(await till.decide(await till.seal('redeem', shown, beyond))).toMatchObject([LIMITED]);
    const again = await present(server, wallet, wallet.voucher, other.merchantId);
    expect(await other.decide(await other.seal('redeem', again, await other.redeem(again)))).toMatchObject([
      ACCEPTED,
    ]);
  });
});

test('an undo does not give room back, and what was rejected cannot be undone', async () => {
  const [till, wallet] = [await limitedTill(server), await joinedWallet(server)];
  const [full, over] = [await till.sale(wallet, 30), await till.sale(wallet, 21)];
  await till.decide(await till.seal('earn', full), await till.seal('earn', over));
  expect(await till.decide(await till.seal('undo', await till.takeBack(full)))).toMatchObject([ACCEPTED]);
  expect(await till.decide(await till.seal('undo', await till.takeBack(over)))).toMatchObject([
    { status: 'rejected', code: 'sale_unknown' },
  ]);
  expect(await till.decide(await till.seal('earn', await till.sale(wallet, 21)))).toMatchObject([LIMITED]);
});

test('a bearer receipt takes its room when its till tells of it, and is good for whoever finds it', async () => {
  const [till, wallet] = [await limitedTill(server), await joinedWallet(server)];
  const bearer = await till.bearer(30);
  await till.decide(await till.seal('earn', bearer));
  expect(await till.decide(await till.seal('earn', await till.sale(wallet, 25)))).toMatchObject([LIMITED]);
  expect(await wallet.decide(await wallet.seal('earn', bearer))).toMatchObject([ACCEPTED]);
  expect(await beans(wallet)).toBe(30);
});

test('the operator sees them among the alarms', async () => {
  const [till, wallet] = [await limitedTill(server), await joinedWallet(server)];
  const before = (await limitAlarms()).length;
  await till.decide(await till.seal('earn', await till.sale(wallet, 31)));
  expect(await limitAlarms()).toHaveLength(before + 1);
  expect((await admin(server, ['alarms'])).printed).toContain('limit_sales');
});

async function limitAlarms() {
  return (await chainFaults(server.db, server.clock.nowMs())).filter(({ kind }) => kind === 'limit_sales');
}

describe('terminal limits', () => {
  test('says what a till may sell, and a certificate spells out only what is not usual', async () => {
    const till = await openTill(server);
    const usual = await admin(server, ['terminal', 'limits', 'copper-cup', await newestNumber()]);
    expect(usual.printed).toBe('per receipt\t20000 EUR\nper day\t100000 EUR\nreceipts a day\t5000');
    expect(salesIn(till.tillSigner.certificate)).toBeUndefined();
    const limited = await limitedTill(server);
    expect(salesIn(limited.tillSigner.certificate)).toEqual({
      perReceiptMinor: 3_000,
      perDayMinor: 5_000,
      receiptsPerDay: 4,
    });
    const words = ['terminal', 'limits', 'copper-cup', limited.number];
    expect((await admin(server, words)).printed).toContain('per day\t50 EUR');
    expect((await admin(server, words, { options: { 'per-day': '0' } })).code).toBe(1);
    await admin(server, words, { switches: ['usual'] });
    expect((await admin(server, words)).printed).toBe(usual.printed);
  });
});

function salesIn(bytes: Bytes) {
  const opened = openAs(TERMINAL_CERTIFICATE, bytes);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value.value.sales;
}
