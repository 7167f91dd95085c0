// What a phone may spend without asking is reserved for its key: neither another phone of the member nor a lost key uses it up.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import { openAs } from '#protocol/open-message.ts';
import { type CounterTill, type CounterWallet, counterThatTakesPoints, settle } from '../support/counter.ts';
import { type TestServer, openTestServer } from '../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../support/test-wallet.ts';
import { openLine, walletOn } from '../support/wallet-line.ts';

const SALE = { lines: [{ amountMinor: 500, category: 'fiction' }] };

let server: TestServer;
let till: CounterTill;
let customer: CounterWallet;
beforeAll(async () => {
  server = await openTestServer();
});
beforeEach(async () => {
  // The server takes so many links and recoveries a minute.
  server.clock.advance(60_000);
  ({ till, customer } = await counterThatTakesPoints(server));
});
afterAll(() => server.close());

async function payOn(wallet: TestWallet, minor: number): Promise<void> {
  const request = good(await till.api.requestPayment(SALE, minor)).code.text;
  const { code } = good(await wallet.api.confirmPayment(request, 'en'));
  const reading = good(await till.api.readCode(code.text, SALE));
  if (reading.kind !== 'paid') throw new Error(reading.kind);
  good(await wallet.api.readCode(reading.receipt.code.text, 'en'));
}

async function everybodyHears(...wallets: readonly TestWallet[]): Promise<void> {
  await settle(till);
  for (const wallet of [...wallets, ...wallets]) await wallet.api.syncNow();
}

async function linkedPhone(): Promise<TestWallet> {
  const other = openTestWallet(walletOn(server, openLine(server)));
  good(await customer.wallet.api.approveLink(good(await other.api.startLink('Tablet')).text));
  good(await other.api.takeLink());
  await everybodyHears(customer.wallet, other);
  return other;
}

async function codeOnPaper(): Promise<string> {
  const { code } = await customer.wallet.api.newRecoveryCode();
  good(await customer.wallet.api.registerRecoveryCode(code));
  return code;
}

/** Whole points that the server has reserved for the phone. */
async function reservedFor({ stores }: TestWallet): Promise<number> {
  const opened = openAs(DEVICE_CERTIFICATE, (await stores.meta.get('enrolment'))!.certificate);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value.value.allowance!.cumulative;
}

/** As a build of before it was noted has stored them. */
async function forgetWhoPaid({ stores }: TestWallet): Promise<void> {
  for (const { payer: _, ...row } of await stores.payments.all()) await stores.payments.put(row);
}

describe('what is reserved for a phone it may spend', () => {
  it('when it is a second one, whatever the first has spent', async () => {
    await payOn(customer.wallet, 150);
    await everybodyHears(customer.wallet);
    const other = await linkedPhone();
    server.clock.advance(1_000);
    expect(await other.api.spending('en')).toMatchObject({ left: await reservedFor(other) });
    await forgetWhoPaid(other);
    expect(await other.api.spending('en')).toMatchObject({ left: await reservedFor(other) });
  });

  it('when it is a new one, whatever the lost one has spent', async () => {
    const code = await codeOnPaper();
    await payOn(customer.wallet, 150);
    await everybodyHears(customer.wallet);
    server.clock.advance(40 * 86_400_000);
    const phone = openTestWallet(walletOn(server, openLine(server)));
    good(await phone.api.recover({ code, keepOthers: false }));
    await everybodyHears(phone);
    expect(await phone.api.spending('en')).toMatchObject({ left: await reservedFor(phone) });
  });

  it('when it lost its key and was brought back, whatever that key has spent', async () => {
    const code = await codeOnPaper();
    await payOn(customer.wallet, 150);
    await everybodyHears(customer.wallet);
    await customer.wallet.stores.keys.remove();
    const phone = customer.wallet.restart();
    good(await phone.api.recover({ code, keepOthers: false }));
    await everybodyHears(phone);
    expect(await phone.api.spending('en')).toMatchObject({ left: await reservedFor(phone) });
  });

  it('in each programme, whatever another phone pays there later', async () => {
    const other = await linkedPhone();
    await payOn(other, 10);
    await everybodyHears(customer.wallet, other);
    const { left } = await other.api.spending('en');
    server.clock.advance(1_000);
    await payOn(customer.wallet, 30);
    await everybodyHears(customer.wallet, other);
    const request = good(await till.api.requestPayment(SALE, 10)).code.text;
    const read = async () => good(await other.api.readCode(request, 'en'));
    expect(await read()).toMatchObject({ ask: { allowanceLeft: left - 10 } });
    await forgetWhoPaid(other);
    expect(await read()).toMatchObject({ ask: { allowanceLeft: left - 10 } });
  });
});

it('what a phone has spent itself it knows from its payments when its mark is lost', async () => {
  await payOn(customer.wallet, 150);
  const before = await customer.wallet.api.spending('en');
  await customer.wallet.stores.meta.remove('spending');
  expect(await customer.wallet.api.spending('en')).toEqual(before);
  await forgetWhoPaid(customer.wallet);
  expect(await customer.wallet.api.spending('en')).toEqual(before);
});
