// The server tells of a payment in the very moment in which the wallet reads the till's code for it.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TillReceipt } from '#bridge/till-record.ts';
import { type CounterTill, type CounterWallet, counterThatTakesPoints, settle } from '../support/counter.ts';
import { type TestServer, openTestServer } from '../support/test-server.ts';
import { good } from '../support/test-wallet.ts';

const SALE = { lines: [{ amountMinor: 500, category: 'fiction' }] };

let server: TestServer;
let till: CounterTill;
let customer: CounterWallet;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ({ till, customer } = await counterThatTakesPoints(server));
  till.line.state = 'down';
  customer.line.state = 'down';
});

const pages = async () => (await customer.wallet.api.home('en')).programmes[0]!.balances[0]!;

/** A sync ends while the record about the next code is being sealed. */
async function readMeanwhile(text: string) {
  const { sign } = crypto.subtle;
  let done = false;
  crypto.subtle.sign = async (...given: Parameters<typeof sign>) => {
    if (!done) {
      done = true;
      await customer.wallet.api.syncNow();
      await customer.wallet.api.syncNow();
    }
    return sign.apply(crypto.subtle, given);
  };
  try {
    return good(await customer.wallet.api.readCode(text, 'en'));
  } finally {
    crypto.subtle.sign = sign;
  }
}

async function paid(): Promise<TillReceipt> {
  const request = good(await till.api.requestPayment(SALE, 150)).code.text;
  const { code } = good(await customer.wallet.api.confirmPayment(request, 'en'));
  const reading = good(await till.api.readCode(code.text, SALE));
  if (reading.kind !== 'paid') throw new Error(reading.kind);
  return reading.receipt;
}

const undone = async ({ record }: TillReceipt) =>
  good(await till.api.undo(record.id, { wishId: 'v', reason: 'wrong_amount' }));

it('keeps the decision on the payment while its void is read', async () => {
  const receipt = await paid();
  good(await customer.wallet.api.readCode(receipt.code.text, 'en'));
  const undo = await undone(receipt);
  customer.line.state = 'up';
  await readMeanwhile(undo.code.text);
  till.line.state = 'up';
  await settle(till);
  await customer.wallet.api.syncNow();
  await customer.wallet.api.syncNow();
  expect(await customer.wallet.stores.payments.all()).toMatchObject([{ decision: { status: 'accepted' } }]);
  expect(await pages()).toMatchObject({ qty: 400, pendingQty: 0 });
});

it('keeps the void while the receipt is read', async () => {
  const receipt = await paid();
  await undone(receipt);
  till.line.state = 'up';
  await settle(till);
  customer.line.state = 'up';
  await readMeanwhile(receipt.code.text);
  await customer.wallet.api.syncNow();
  await customer.wallet.api.syncNow();
  expect(await pages()).toMatchObject({ qty: 400, pendingQty: 0 });
});

it('keeps the word of the server on the void while that void is read', async () => {
  const receipt = await paid();
  good(await customer.wallet.api.readCode(receipt.code.text, 'en'));
  const undo = await undone(receipt);
  till.line.state = 'up';
  await settle(till);
  customer.line.state = 'up';
  await readMeanwhile(undo.code.text);
  const [row] = await customer.wallet.stores.payments.all();
  expect(row!.voided).toBeDefined();
  expect(row!.voidRecordId).toBeUndefined();
  expect(await pages()).toMatchObject({ qty: 400, pendingQty: 0 });
});
