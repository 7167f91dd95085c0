// Points at the counter with no signal on either side: pay by request, a challenge for a voucher, a poster at the door.
import { expect, test } from '@playwright/test';
import { cashierFa as tillWords } from '#i18n/cashier/fa.ts';
import { words as lockWords } from '#i18n/topics/lock/en.ts';
import { words as pay } from '#i18n/topics/pay/en.ts';
import { words as poster } from '#i18n/topics/poster/en.ts';
import { words as tillPay } from '#i18n/topics/till-pay/fa.ts';
import { walletEn as words } from '#i18n/wallet/en.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { readBooks } from './support/books.ts';
import { createDevice, type Device, PHONE, TABLET } from './support/device.ts';
import { createLine, type Line } from './support/line.ts';
import { readyForOffline } from './support/offline.ts';
import * as till from './support/till-person.ts';
import * as wallet from './support/wallet-person.ts';

test.describe.configure({ mode: 'serial' });

const WELCOME = '€3 off from €15';
let server: ServerProcess;
let line: Line;
let phone: Device;
let tablet: Device;
let tillUrl: string;
let aged: { readonly code: string; readonly atMs: number };

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createServerProcess();
  await server.start();
  line = await createLine(server.port);
  const devices = await Promise.all([
    createDevice({ locale: 'en-GB', viewport: PHONE }),
    createDevice({ locale: 'fa-IR', viewport: TABLET }),
  ]);
  test.skip(devices.includes(undefined), 'this browser is not to be had here');
  [phone, tablet] = devices as [Device, Device];
  tillUrl = `${line.url}/cashier/`;
});

test.afterAll(async () => {
  await phone?.end();
  await tablet?.end();
  await line?.end();
  await server?.end();
});

test('a member with 400 pages hears what may be spent without a signal', async () => {
  await phone.page.goto(`${line.url}/catalogue`);
  await wallet.join(phone.page, 'Book Harbour');
  aged = await drawnVoucher();
  const printed = await server.admin('terminal', 'pair', 'book-harbour', '--name', 'Counter');
  await tablet.page.goto(tillUrl);
  await till.pair(tablet.page, /\b[0-9A-HJKMNP-TV-Z]{8}\b/.exec(printed)![0], 'Counter');
  const pass = await wallet.showPass(phone.page, line.url);
  await till.enterAmount(tablet.page, 8000);
  await expect(await till.scan(tablet, pass)).toHaveAttribute('data-result', 'success');
  await till.record(tablet.page);
  await till.nextCustomer(tablet.page);
  await expect(wallet.connection(tablet.page)).toHaveAttribute('data-unsent', '0');
  await phone.page.goto(`${line.url}/me`);
  await phone.page.getByRole('button', { name: words.me.syncNow }).click();
  await expect(phone.page.getByText(pay.spending.left('200'))).toBeVisible({ timeout: 30_000 });
});

test('paying offline: request, the question in large type, payment, receipt', async () => {
  await readyForOffline(phone.page);
  await readyForOffline(tablet.page);
  await phone.airplane(true);
  await tablet.airplane(true);
  await till.enterAmount(tablet.page, 150);
  await tablet.page.getByRole('button', { name: tillPay.open }).click();
  await tablet.page.getByRole('button', { name: tillPay.request }).click();
  await phone.page.goto(`${line.url}/scan`);
  await phone.see(wallet.code(tablet.page));
  const question = phone.page.locator('[data-pay=ask]');
  await expect(question).toBeVisible({ timeout: 30_000 });
  await phone.see(undefined);
  await expect(question).toContainText('Book Harbour');
  await expect(question).toContainText('€1.50');
  await expect(question).toContainText('150 pages');
  await question.getByRole('button', { name: pay.confirm }).click();
  await expect(wallet.code(phone.page)).toBeVisible();
  await expect(wallet.code(phone.page)).toBeInViewport({ ratio: 1 });
  await tablet.page.getByRole('button', { name: tillPay.scanPayment }).click();
  await tablet.see(wallet.code(phone.page));
  await expect(tablet.page.getByText(tillPay.paid)).toBeVisible({ timeout: 30_000 });
  await tablet.see(undefined);
  const result = await wallet.scanReceipt(phone, line.url, wallet.code(tablet.page));
  await expect(result.getByText(pay.paid, { exact: true })).toBeVisible();
  await till.nextCustomer(tablet.page);
});

test('a poster: the phone’s own camera opens the wallet, once a day', async () => {
  const address = (
    await server.admin('poster', 'book-harbour', '--host', 'localhost', '--name', 'Front door')
  ).trim();
  const path = /\/M\/[A-Z2-7]+/.exec(address)![0];
  await phone.page.goto(`${line.url}${path}`);
  await expect(phone.page.getByText(poster.checkedIn)).toBeVisible();
  await expect(phone.page.getByText('Front door')).toBeVisible();
  await phone.page.goto(`${line.url}${path}`);
  await expect(phone.page.getByText(poster.again)).toBeVisible();
});

test('a challenge: the till asks, the phone answers with a voucher behind its PIN', async () => {
  await phone.page.goto(`${line.url}/me`);
  await phone.page.getByRole('button', { name: lockWords.set }).click();
  await phone.page.getByLabel(lockWords.newPin).fill('2580');
  await phone.page.getByLabel(lockWords.repeat).fill('2580');
  await phone.page.getByRole('button', { name: lockWords.save }).click();
  await expect(phone.page.getByText(lockWords.on, { exact: true })).toBeVisible();
  // A code that has aged on the counter is the commonest reason to ask.
  await phone.page.waitForTimeout(Math.max(0, aged.atMs + 46_000 - Date.now()));
  await till.enterAmount(tablet.page, 2000);
  const refusal = await till.paste(tablet.page, aged.code);
  await expect(refusal).toHaveAttribute('data-result', 'refusal');
  await tablet.page.getByRole('button', { name: tillPay.challenge }).click();
  await phone.page.goto(`${line.url}/scan`);
  await phone.see(wallet.code(tablet.page));
  const question = phone.page.locator('[data-challenge]');
  await expect(question).toBeVisible({ timeout: 30_000 });
  await phone.see(undefined);
  await question.getByRole('button').first().click();
  const pin = phone.page.getByLabel(lockWords.enter);
  await expect(pin.or(wallet.code(phone.page))).toBeVisible();
  if (await pin.isVisible()) {
    await pin.fill('2580');
    await phone.page.getByRole('button', { name: lockWords.unlock }).click();
  }
  await expect(wallet.code(phone.page)).toBeVisible();
  await tablet.page.getByRole('button', { name: tillPay.scanPayment }).click();
  const reading = await till.scan(tablet, wallet.code(phone.page));
  await expect(reading).toHaveAttribute('data-result', 'success');
  await till.redeem(tablet.page);
  await till.nextCustomer(tablet.page);
});

test('back online: both sides and the books agree', async () => {
  await phone.airplane(false);
  await tablet.airplane(false);
  for (const { page } of [phone, tablet])
    await expect(wallet.connection(page)).toHaveAttribute('data-unsent', '0', { timeout: 90_000 });
  expect((await readBooks(server.dataDir)).ledgerSum).toBe(0);
  await phone.page.goto(line.url);
  // 400 earned, 150 spent, and five for each of the €17 that the challenged voucher left to pay.
  await expect(phone.page.getByRole('link', { name: /Book Harbour/ })).toContainText('335');
  await tablet.page.goto(`${tillUrl}#queue`);
  const record = tablet.page.locator('[data-record]').filter({ hasText: tillPay.paid });
  await expect(record).toBeVisible();
  await expect(record.getByText(tillWords.queue.accepted, { exact: true })).toBeVisible();
});

async function drawnVoucher(): Promise<typeof aged> {
  const code = await wallet.showVoucher(phone.page, line.url, WELCOME);
  return { code: (await code.getAttribute('data-code'))!, atMs: Date.now() };
}
