// Paying with points between both real workers, with no signal on either side, and the books of the real server after it.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makePoster } from '#protocol/poster.ts';
import { openExport, sealExport } from '#protocol/ledger-export.ts';
import { verifyExport } from '#server/verify-export/verify-export.ts';
import { accountSum, ledgerSums, staleBalances } from '../support/books.ts';
import { admin } from '../support/admin.ts';
import {
  type CounterTill,
  type CounterWallet,
  counterThatTakesPoints,
  pairedCounterTill,
  settle,
} from '../support/counter.ts';
import { imageOf, newDiskFrom } from '../support/disk-copy.ts';
import { type TestServer, openTestServer } from '../support/test-server.ts';
import { good, openTestWallet, type TestWallet } from '../support/test-wallet.ts';
import { openLine, walletOn } from '../support/wallet-line.ts';

const SALE = { lines: [{ amountMinor: 500, category: 'fiction' }] };

let server: TestServer;
let till: CounterTill;
let customer: CounterWallet;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(async () => {
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(server.db)).toEqual([]);
  await server.close();
});
beforeEach(async () => {
  ({ till, customer } = await counterThatTakesPoints(server));
  till.line.state = 'down';
  customer.line.state = 'down';
});

const ask = async (wantedMinor = 150) => good(await till.api.requestPayment(SALE, wantedMinor)).code.text;
const pay = async (request: string, wallet: TestWallet = customer.wallet) =>
  good(await wallet.api.confirmPayment(request, 'en'));
async function take(code: string) {
  const reading = good(await till.api.readCode(code, SALE));
  if (reading.kind !== 'paid' && reading.kind !== 'repeat') throw new Error(JSON.stringify(reading));
  return reading;
}
const records = async () => (await till.api.findRecords({ text: '', filter: 'all', limit: 9 })).records;
const pages = async (wallet = customer.wallet) =>
  (await wallet.api.home('en')).programmes[0]!.balances[0]!.qty;
const waiting = async () => (await customer.wallet.api.home('en')).programmes[0]!.balances[0]!.pendingQty;
async function online(): Promise<void> {
  till.line.state = 'up';
  customer.line.state = 'up';
  await settle(till);
  await customer.wallet.api.syncNow();
  await customer.wallet.api.syncNow();
}

async function posterOf({ stores }: CounterTill) {
  const { merchantId } = (await stores.till.get('identity'))!;
  const root = await server.keys.merchant(merchantId);
  const expiresAtS = Math.floor(server.clock.nowMs() / 1_000) + 86_400;
  const poster = { merchantId: bytesFromHex(merchantId)!, expiresAtS, posterNumber: 1, displayName: 'Door' };
  return makePoster(poster, root);
}

describe('paying with points and no signal', () => {
  it('shows merchant, amount and what remains before anything is signed', async () => {
    const read = good(await customer.wallet.api.readCode(await ask(), 'en'));
    expect(read).toMatchObject({
      kind: 'pay_request',
      ask: {
        merchantName: 'Book Harbour',
        points: 150,
        value: { amountMinor: 150, currency: { code: 'EUR' } },
        remaining: 250,
        allowanceLeft: 50,
      },
    });
    expect(await customer.wallet.stores.payments.all()).toEqual([]);
  });

  it('goes through: request, payment, receipt; both sides hold the same, and the server after them', async () => {
    const payment = await pay(await ask());
    const paid = await take(payment.code.text);
    expect(paid.receipt.record).toMatchObject({ kind: 'pay', points: 150, total: { amountMinor: 150 } });
    expect(good(await customer.wallet.api.readCode(paid.receipt.code.text, 'en'))).toMatchObject({
      kind: 'paid',
      entry: { state: { kind: 'saved' }, postings: [{ qty: -150 }] },
    });
    expect(await pages()).toBe(250);
    await online();
    expect(await records()).toMatchObject([{ kind: 'pay', state: 'accepted' }, { kind: 'earn' }]);
    expect(good(await till.api.shift())).toMatchObject({
      sales: 1,
      turnover: { amountMinor: 8_150 },
      payments: 1,
      paidWithPoints: { amountMinor: 150 },
      net: { amountMinor: 8_000 },
    });
    expect(await customer.wallet.api.activity('en')).toContainEqual(
      expect.objectContaining({ kind: 'paid', state: { kind: 'confirmed' } }),
    );
    expect(await customer.wallet.stores.balances.divergences()).toEqual([]);
    // Anybody can prove what is left, and no byte of the payment may change.
    const { bytes } = good(await customer.wallet.api.exportLedger());
    const opened = openExport(bytes);
    if (!opened.ok) throw new Error(opened.error.fault);
    const { contents } = opened.value;
    expect(contents.balances).toContainEqual({ programmeId: 'book-harbour', unitId: 'page', qty: 250 });
    expect((await verifyExport(bytes)).findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const signer = { publicKey: contents.serverKey, sign: async () => new Uint8Array(64) };
    const without = await verifyExport(await sealExport({ ...contents, payments: [] }, signer));
    expect(without.findings.map(({ fault }) => fault)).toContain(
      'the file says 250, the statements give 400',
    );
  });

  it('goes on when two phones of the member have answered one request: the till takes one of them', async () => {
    customer.line.state = 'up';
    const line = openLine(server);
    const other = openTestWallet(walletOn(server, line));
    const { text } = good(await other.api.startLink('Tablet'));
    good(await customer.wallet.api.approveLink(text));
    good(await other.api.takeLink());
    await customer.wallet.api.syncNow();
    const request = await ask(20);
    const [first, second] = [await pay(request), await pay(request, other)];
    const { receipt } = await take(first.code.text);
    const refused = await till.api.readCode(second.code.text, SALE);
    expect(refused).toMatchObject({ error: { kind: 'challenge_mismatch' } });
    good(await customer.wallet.api.readCode(receipt.code.text, 'en'));
    await online();
    expect(await other.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await pages(other)).toBe(380);
    expect(await pages()).toBe(380);
    expect(await pay(request, other)).toMatchObject({ paymentId: first.paymentId, answered: true });
  });

  it('is kept by a backup file: the new phone has it before the till has told the server', async () => {
    const { code } = await customer.wallet.api.newRecoveryCode();
    customer.line.state = 'up';
    good(await customer.wallet.api.registerRecoveryCode(code));
    customer.line.state = 'down';
    const paid = await take((await pay(await ask())).code.text);
    good(await customer.wallet.api.readCode(paid.receipt.code.text, 'en'));
    good(await customer.wallet.api.readCode(codeFromBytes(await posterOf(till)), 'en'));
    const { bytes } = good(await customer.wallet.api.makeBackup({ code }));
    const phone = openTestWallet(walletOn(server, openLine(server)));
    good(await phone.api.recover({ code, keepOthers: false }));
    expect(await pages(phone)).toBe(400);
    good(await phone.api.restoreBackup(bytes, code));
    good(await phone.api.restoreBackup(bytes, code));
    expect(await pages(phone)).toBe(250);
    till.line.state = 'up';
    await settle(till);
    await phone.api.syncNow();
    expect(await pages(phone)).toBe(250);
    expect(await phone.stores.balances.divergences()).toEqual([]);
    // The visit that the lost phone had not sent is sent by this one, once.
    expect(await phone.stores.visits.all()).toMatchObject([{ decision: { status: 'accepted' } }]);
    const exported = await verifyExport(good(await phone.api.exportLedger()).bytes);
    expect(exported.findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(exported.notes.join()).toContain('1 payments, 1 visits');
  });

  it('is known to the wallet from the server when nobody scanned the receipt', async () => {
    await take((await pay(await ask())).code.text);
    expect(await pages()).toBe(400);
    await online();
    expect(await pages()).toBe(250);
    expect(await customer.wallet.stores.balances.divergences()).toEqual([]);
  });

  it('gives the same bytes for the same request, also after a restart, and spends once', async () => {
    const request = await ask();
    const first = await pay(request);
    const again = customer.wallet.restart();
    expect((await pay(request, again)).code.text).toBe(first.code.text);
    expect(good(await again.api.readCode(request, 'en'))).toMatchObject({ paymentId: first.paymentId });
    expect(good(await again.api.paymentCode(first.paymentId, 'en')).code.text).toBe(first.code.text);
    expect(await again.stores.payments.all()).toHaveLength(1);
    customer = { ...customer, wallet: again };
  });

  it('is one receipt at the till, however often the payment is scanned, also after a restart', async () => {
    const { code } = await pay(await ask());
    const paid = await take(code.text);
    till = till.restart();
    expect(await take(code.text)).toEqual({ kind: 'repeat', receipt: paid.receipt });
  });

  it('is refused by a till that did not ask for it, or asked before a restart', async () => {
    const { code } = await pay(await ask());
    till = till.restart();
    expect(await till.api.readCode(code.text, SALE)).toMatchObject({ error: { kind: 'challenge_mismatch' } });
  });

  it('is refused when two minutes have passed by the till’s own clock', async () => {
    const { code } = await pay(await ask());
    server.clock.advance(121_000);
    expect(await till.api.readCode(code.text, SALE)).toMatchObject({ error: { kind: 'challenge_expired' } });
  });

  it('stops at the allowance, and says so before anything is signed', async () => {
    await take((await pay(await ask())).code.text);
    const second = await ask(60);
    expect(good(await customer.wallet.api.readCode(second, 'en'))).toMatchObject({
      ask: { trouble: { kind: 'limit_wallet' } },
    });
    expect(await customer.wallet.api.confirmPayment(second, 'en')).toMatchObject({
      error: { kind: 'limit_wallet' },
    });
    expect(await customer.wallet.api.spending('en')).toMatchObject({ left: 50 });
    await take((await pay(await ask(50))).code.text);
    await online();
    expect(await customer.wallet.api.spending('en')).toMatchObject({ left: 100, perPayment: 100 });
  });

  it('is taken back by a void that both sides keep', async () => {
    const paid = await take((await pay(await ask())).code.text);
    good(await customer.wallet.api.readCode(paid.receipt.code.text, 'en'));
    const { id } = paid.receipt.record;
    const wish = { wishId: 'w', reason: 'cashier_mistake' as const };
    const reversal = good(await till.api.undo(id, wish));
    expect(good(await till.api.undo(id, { ...wish, wishId: 'x' }))).toEqual(reversal);
    expect(good(await till.api.record(id))).toMatchObject({
      record: { takenBack: 'whole' },
      undos: [{ kind: 'undo', points: 150, undo: { recordId: id, whole: true, reason: 'cashier_mistake' } }],
      canVoid: false,
      canRefund: false,
    });
    expect(good(await customer.wallet.api.readCode(reversal.code.text, 'en'))).toMatchObject({
      kind: 'payment_voided',
      entry: { voided: true },
    });
    expect(await pages()).toBe(400);
    await online();
    expect(await pages()).toBe(400);
    expect((await records()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'undo accepted',
      'pay accepted',
      'earn accepted',
    ]);
    expect(await customer.wallet.stores.balances.divergences()).toEqual([]);
    for (const { id } of await records()) {
      const proof = await verifyExport(good(await till.api.exportProof(id)).bytes);
      expect(proof.findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
      expect(proof.notes.join()).toContain('1 journal records');
    }
    const exported = await verifyExport(good(await customer.wallet.api.exportLedger()).bytes);
    expect(exported.findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const { merchantId } = (await till.stores.till.get('identity'))!;
    expect(await accountSum(server.db, `merchant-claim/${merchantId}/EUR`)).toBeLessThanOrEqual(0);
  });

  it('stays paid when the server does not grant its void, and the wallet says so with the proof', async () => {
    const paid = await take((await pay(await ask())).code.text);
    good(await customer.wallet.api.readCode(paid.receipt.code.text, 'en'));
    await online();
    server.clock.advance(60_000);
    till.line.state = 'down';
    const from = new Date(server.clock.nowMs()).toISOString().slice(0, 19);
    server.clock.advance(60_000);
    const wish = { wishId: 'w', reason: 'cashier_mistake' as const };
    const reversal = good(await till.api.undo(paid.receipt.record.id, wish));
    good(await customer.wallet.api.readCode(reversal.code.text, 'en'));
    expect(await waiting()).toBe(150);
    const { tillNumber } = (await till.stores.till.get('identity'))!;
    const words = ['terminal', 'revoke', 'book-harbour', String(tillNumber)];
    const stolen = { options: { from: `${from}Z` }, switches: ['stolen'] };
    expect(await admin(server, words, stolen)).toMatchObject({ code: 0 });
    server.clock.advance(60_000);
    await customer.wallet.api.syncNow();
    expect([await pages(), await waiting()]).toEqual([250, 0]);
    expect(await customer.wallet.stores.balances.divergences()).toEqual([]);
    const [entry] = (await customer.wallet.api.activity('en')).filter(({ kind }) => kind === 'paid');
    expect(entry).toMatchObject({ state: { kind: 'confirmed' } });
    expect(entry!.voided).toBeUndefined();
    expect(await customer.wallet.api.unreadCards()).toBe(1);
    const [card, ...others] = await customer.wallet.api.inbox('en');
    expect(others).toEqual([]);
    expect(card).toMatchObject({
      kind: 'refused',
      reason: { kind: 'serial_unregistered' },
      merchantName: 'Book Harbour',
      tillNumber,
      total: { amountMinor: 150 },
      missed: [{ unitName: 'pages', qty: 150 }],
      hasEvidence: true,
    });
    const evidence = await verifyExport(good(await customer.wallet.api.exportEvidence(card!.id)).bytes);
    expect(evidence.findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(evidence.notes.join()).toContain('1 journal records');
    const whole = await verifyExport(good(await customer.wallet.api.exportLedger()).bytes);
    expect(whole.findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('of a copied profile is refused at the same till, and proved at the server by two', async () => {
    const image = await imageOf(customer.wallet.db);
    const copy = async () =>
      openTestWallet({ ...walletOn(server, customer.line), name: await newDiskFrom(image) });
    const other = await pairedCounterTill(server, 'book-harbour');
    await take((await pay(await ask(100))).code.text);
    const here = await pay(await ask(100), await copy());
    expect(await till.api.readCode(here.code.text, SALE)).toMatchObject({ error: { kind: 'replayed' } });
    const asked = good(await other.api.requestPayment(SALE, 100)).code.text;
    good(await other.api.readCode((await pay(asked, await copy())).code.text, SALE));
    await settle(other);
    await online();
    server.clock.advance(11 * 60_000);
    await online();
    expect(await customer.wallet.api.spending('en')).toMatchObject({ left: 0, why: 'stopped' });
  });

  it('needs nothing that a till may not do: one whose merchant takes no points says so', async () => {
    const cup = await pairedCounterTill(server, 'copper-cup');
    expect(await cup.api.payOffer(SALE, 100)).toMatchObject({ error: { kind: 'points_not_taken' } });
  });
});

describe('a challenge', () => {
  it('is answered by a voucher, and by nothing else', async () => {
    const text = good(await till.api.challenge()).text;
    const read = good(await customer.wallet.api.readCode(text, 'en'));
    if (read.kind !== 'challenge') throw new Error(read.kind);
    const [voucher] = read.challenge.vouchers;
    const shown = good(await customer.wallet.api.answerChallenge(text, voucher!.key, 'en'));
    expect(shown.code.renewAtMs).toBeUndefined();
    // Its own time does not matter: the till's clock has measured the question.
    server.clock.advance(90_000);
    const sale = { lines: [{ amountMinor: 2_000, category: 'fiction' }] };
    const reading = good(await till.api.readCode(shown.code.text, sale));
    expect(reading).toMatchObject({ kind: 'voucher', discount: { amountMinor: 300 } });
  });
});
