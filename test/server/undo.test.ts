import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { idOf, linkedPhone, shutOut } from '../support/member-phones.ts';
import {
  joinedWallet,
  journalOf,
  memberOf,
  openTill,
  openWallet,
  present,
  type Till,
} from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const LINES = [
  { amountMinor: 450, category: 'food' },
  { amountMinor: 375, category: 'coffee' },
  { amountMinor: 990, category: 'goods' },
];
const SALE = { facts: { kind: 'purchase' as const, lines: LINES }, totalMinor: 1_815 };

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  await server.close();
});

const beansOf = (wallet: { readonly memberId: string }) =>
  accountSum(server.db, `member/${wallet.memberId}/copper-cup/bean`);

/** A counted sale of one member. */
async function soldTo(wallet: Awaited<ReturnType<typeof joinedWallet>>): Promise<Bytes> {
  const receipt = await till.sell({ ...memberOf(wallet), ...SALE });
  await till.decide(await till.seal('earn', receipt));
  return receipt;
}

async function undone(undo: Bytes) {
  return till.decide(await till.seal('undo', undo));
}

describe('a voided sale', () => {
  test('takes its points back, and the wallet that was not there hears of it', async () => {
    const wallet = await joinedWallet(server);
    const receipt = await soldTo(wallet);
    expect(await beansOf(wallet)).toBeGreaterThan(0);
    const undo = await till.takeBack(receipt);
    expect(await undone(undo)).toMatchObject([{ status: 'accepted' }]);
    expect(await beansOf(wallet)).toBe(0);
    const changes = await wallet.changes();
    const cose = Buffer.from(undo).toString('base64');
    expect(changes).toContainEqual({ kind: 'receipt', cose, status: 'accepted' });
    expect(changes.at(-1)).toEqual({ kind: 'balance', programme: 'copper-cup', unit: 'bean', qty: 0 });
  });

  test('may come in one push with its sale, in the order of the journal', async () => {
    const wallet = await joinedWallet(server);
    const receipt = await till.sell({ ...memberOf(wallet), ...SALE });
    const undo = await till.takeBack(receipt);
    const next = await till.sell({ ...memberOf(wallet), ...SALE });
    const pushed = [
      await till.seal('earn', receipt),
      await till.seal('undo', undo),
      await till.seal('earn', next),
    ];
    expect(await till.decide(...pushed)).toMatchObject(pushed.map(({ id }) => ({ id, status: 'accepted' })));
    const alone = await joinedWallet(server);
    await soldTo(alone);
    expect(await beansOf(wallet)).toBe(await beansOf(alone));
  });

  test('counts once, by whichever device it comes and however often', async () => {
    const wallet = await joinedWallet(server);
    const receipt = await soldTo(wallet);
    const undo = await till.takeBack(receipt);
    const record = await wallet.seal('undo', undo);
    const [first] = await wallet.decide(record);
    expect(first).toMatchObject({ status: 'accepted' });
    expect(first).not.toHaveProperty('code');
    expect(await undone(undo)).toMatchObject([{ status: 'accepted', code: 'already_known' }]);
    const before = await server.rowCounts();
    expect(await wallet.decide(record)).toEqual([first]);
    expect(await server.rowCounts()).toEqual(before);
    expect(await beansOf(wallet)).toBe(0);
  });

  test('cannot be voided or refunded again', async () => {
    const wallet = await joinedWallet(server);
    const receipt = await soldTo(wallet);
    await undone(await till.takeBack(receipt));
    const again = await till.takeBack(receipt);
    const part = await till.takeBack(receipt, { lines: [{ index: 0, amountMinor: 1 }] });
    expect(await undone(again)).toMatchObject([{ status: 'rejected', code: 'nothing_left' }]);
    expect(await undone(part)).toMatchObject([{ status: 'rejected', code: 'nothing_left' }]);
  });

  test('needs the sale first', async () => {
    const wallet = await joinedWallet(server);
    const undo = await till.takeBack(await till.sell(memberOf(wallet)));
    expect(await undone(undo)).toMatchObject([{ status: 'rejected', code: 'sale_unknown' }]);
  });

  test('is the business of its merchant and of its member only', async () => {
    const wallet = await joinedWallet(server);
    const receipt = await soldTo(wallet);
    const neighbour = await openTill(server, 'green-grocer');
    const foreign = await neighbour.seal('undo', await neighbour.takeBack(receipt));
    expect(await neighbour.decide(foreign)).toMatchObject([{ status: 'rejected', code: 'wrong_merchant' }]);
    const stranger = await openWallet(server);
    const undo = await till.takeBack(receipt);
    expect(await stranger.decide(await stranger.seal('undo', undo))).toMatchObject([
      { status: 'rejected', code: 'wrong_member' },
    ]);
    const sister = await openTill(server);
    const own = await sister.seal('undo', await sister.takeBack(receipt));
    expect(await sister.decide(own)).toMatchObject([{ status: 'accepted' }]);
  });
});

describe('a voided redemption', () => {
  test('gives the voucher back for another use, and its late copy does not take it again', async () => {
    const wallet = await joinedWallet(server);
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    const receipt = await till.redeem(shown);
    await till.decide(await till.seal('redeem', shown, receipt));
    expect(await undone(await till.takeBack(receipt))).toMatchObject([{ status: 'accepted' }]);
    expect(await beansOf(wallet)).toBe(0);
    expect(await wallet.decide(await wallet.seal('redeem', shown, receipt))).toMatchObject([
      { status: 'accepted', code: 'already_known' },
    ]);
    const again = await present(server, wallet, wallet.voucher, till.merchantId);
    const second = await till.redeem(again);
    const [counted] = await till.decide(await till.seal('redeem', again, second));
    expect(counted).toMatchObject({ status: 'accepted' });
    expect(counted).not.toHaveProperty('code');
    expect(await beansOf(wallet)).toBe(8);
  });

  test('whose phone was shut out meanwhile gives the voucher to another phone of the member', async () => {
    const wallet = await joinedWallet(server);
    const shown = await present(server, wallet, wallet.voucher, till.merchantId);
    const receipt = await till.redeem(shown);
    await till.decide(await till.seal('redeem', shown, receipt));
    const tablet = await linkedPhone(server, wallet);
    const formsOnTablet = async () =>
      (await journalOf(server, tablet).changes()).filter((change) => change.kind === 'voucher');
    expect((await shutOut(tablet, await idOf(wallet))).status).toBe(200);
    expect(await formsOnTablet()).toEqual([]);
    expect(await undone(await till.takeBack(receipt))).toMatchObject([{ status: 'accepted' }]);
    const forms = await formsOnTablet();
    expect(forms).toHaveLength(1);
    const again = await present(server, tablet, bytesFromBase64(forms[0]!.cose)!, till.merchantId);
    const used = await till.decide(await till.seal('redeem', again, await till.redeem(again)));
    expect(used).toMatchObject([{ status: 'accepted' }]);
    expect(used[0]).not.toHaveProperty('code');
  });

  test('that had lost its voucher gives the booked loss back, in parts or as a whole', async () => {
    const wallet = await joinedWallet(server);
    const other = await openTill(server);
    const [here, there] = [
      await present(server, wallet, wallet.voucher, till.merchantId),
      await present(server, wallet, wallet.voucher, till.merchantId),
    ];
    await till.decide(await till.seal('redeem', here, await till.redeem(here)));
    const lost = await other.redeem(there);
    const loss = () => accountSum(server.db, 'offline-loss/copper-cup/EUR');
    const before = await loss();
    expect(await other.decide(await other.seal('redeem', there, lost))).toMatchObject([
      { status: 'conflict' },
    ]);
    expect((await loss()) - before).toBe(200);
    for (const amountMinor of [333, 667]) {
      const undo = await other.takeBack(lost, { lines: [{ index: 0, amountMinor }] });
      expect(await other.decide(await other.seal('undo', undo))).toMatchObject([{ status: 'accepted' }]);
    }
    expect((await loss()) - before).toBe(0);
    expect(await beansOf(wallet)).toBe(8);
  });
});

describe('partial refunds', () => {
  test('never take back more of a line than was sold', async () => {
    const wallet = await joinedWallet(server);
    const receipt = await soldTo(wallet);
    const refund = (amountMinor: number, index = 1) =>
      till.takeBack(receipt, { reason: 'goods_returned', lines: [{ index, amountMinor }] });
    expect(await undone(await refund(300))).toMatchObject([{ status: 'accepted' }]);
    expect(await undone(await refund(76))).toMatchObject([{ status: 'rejected', code: 'more_than_left' }]);
    expect(await undone(await refund(1, 5))).toMatchObject([{ status: 'rejected', code: 'more_than_left' }]);
    expect(await undone(await till.takeBack(receipt))).toMatchObject([
      { status: 'rejected', code: 'nothing_left' },
    ]);
    expect(await undone(await refund(75))).toMatchObject([{ status: 'accepted' }]);
  });

  test('in any cut add up to the whole refund, also within one push', async () => {
    const cuts = fc.tuple(...LINES.map(({ amountMinor }) => fc.integer({ min: 1, max: amountMinor - 1 })));
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (firsts, together) => {
        const wallet = await joinedWallet(server);
        const receipt = await soldTo(wallet);
        const refunds = LINES.flatMap(({ amountMinor }, index) => [
          [{ index, amountMinor: firsts[index]! }],
          [{ index, amountMinor: amountMinor - firsts[index]! }],
        ]);
        const records = [];
        for (const lines of refunds)
          records.push(await till.seal('undo', await till.takeBack(receipt, { lines })));
        const results = together
          ? await till.decide(...records)
          : (await Promise.all(records.map((record) => till.decide(record)))).flat();
        expect(results.map(({ status }) => status)).toEqual(records.map(() => 'accepted'));
        expect(await beansOf(wallet)).toBe(0);
      }),
      { numRuns: 4 },
    );
  });
});
