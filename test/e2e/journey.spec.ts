// A customer's phone (English) and a cashier's till (Persian): first visit online, a day without connectivity, back
// online. Two browser processes, a real server with its database, a camera pipeline between the two screens.
import { expect, type Page, test } from '@playwright/test';
import { createFormat } from '#i18n/format.ts';
import { cashierFa as tillWords } from '#i18n/cashier/fa.ts';
import { refusalsEn } from '#i18n/refusals/en.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { refusalsFa } from '#i18n/refusals/fa.ts';
import { walletEn as words } from '#i18n/wallet/en.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { readBooks } from './support/books.ts';
import { createDevice, type Device, PHONE, TABLET } from './support/device.ts';
import { type HostileCode, openHostileCodes } from './support/hostile-codes.ts';
import { createLine, type Line } from './support/line.ts';
import {
  everyTillScreenOpens,
  everyWalletScreenOpens,
  readyForOffline,
  storedBy,
} from './support/offline.ts';
import * as till from './support/till-person.ts';
import * as wallet from './support/wallet-person.ts';

test.describe.configure({ mode: 'serial' });

const WELCOME = '€2 off from €8';
const FIVE_OFF = '€5 off';
let server: ServerProcess;
let line: Line;
let phone: Device;
let tablet: Device;
let tillUrl: string;
let hostile: readonly HostileCode[];

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

test('1. the first visit: language from the browser, two programmes joined, a key that stays', async () => {
  const { page } = phone;
  await page.goto(line.url);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: words.home.toCatalogue }).click();
  await wallet.join(page, 'Copper Cup');
  await wallet.join(page, 'Green Basket');
  await page.goto(line.url);
  await expect(page.getByRole('link', { name: /Copper Cup/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /Green Basket/ })).toBeVisible();
  await page.goto(`${line.url}/me`);
  await expect(page.getByText(words.me.keyStored)).toBeVisible();
  await expect(wallet.connection(page)).toHaveAttribute('data-unsent', '0');
});

test('1b. the welcome voucher arrives with its credential', async () => {
  await phone.page.goto(`${line.url}/vouchers`);
  await expect(phone.page.getByRole('button', { name: WELCOME })).toBeVisible();
  await expect(phone.page.getByText(words.voucher.waiting)).toHaveCount(0);
});

test('3. the till is paired once, by the code that the operator’s command prints', async () => {
  const printed = await server.admin('terminal', 'pair', 'copper-cup', '--name', 'Counter');
  const pairingCode = /\b[0-9A-HJKMNP-TV-Z]{8}\b/.exec(printed)?.[0];
  expect(pairingCode, printed).toBeDefined();
  const { page } = tablet;
  await page.goto(tillUrl);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fa');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await till.pair(page, pairingCode!, 'Counter');
  await expect(wallet.connection(page)).toHaveAttribute('data-mode', 'online');
});

test('3b. a sale with a line: counted at once, and a hundred beans become a voucher', async () => {
  await till.nextCustomer(await ringUp(5000));
  await expect(wallet.connection(tablet.page)).toHaveAttribute('data-unsent', '0');
  await phone.page.goto(`${line.url}/vouchers`);
  await expect(phone.page.getByRole('button', { name: FIVE_OFF })).toBeVisible();
  await expect(phone.page.getByText(words.voucher.waiting)).toHaveCount(0);
  hostile = await openHostileCodes(server.dataDir);
});

test('2. aeroplane mode and a killed server: every screen opens in a new tab and a new process', async () => {
  await readyForOffline(phone.page);
  await readyForOffline(tablet.page);
  await server.kill();
  await phone.airplane(true);
  await tablet.airplane(true);
  await phone.newTab();
  await everyWalletScreenOpens(phone.page, line.url);
  await phone.restart();
  await phone.airplane(true);
  await everyWalletScreenOpens(phone.page, line.url);
  await tablet.restart();
  await tablet.airplane(true);
  await everyTillScreenOpens(tablet.page, tillUrl);
  await expect(wallet.connection(tablet.page)).toHaveAttribute('data-mode', 'offline');
});

test('4. earning offline: pass, sale, receipt, pending points with their rule', async () => {
  await sell(1250);
  await phone.page.goto(line.url);
  await expect(phone.page.getByText(words.pending('+25'))).toBeVisible();
  await phone.page.goto(`${line.url}/activity`);
  await phone.page
    .getByRole('button', { name: new RegExp(words.activity.states.saved) })
    .first()
    .click();
  await expect(phone.page.getByText(/one per full euro, two for coffee/)).toBeVisible();
  await expect(wallet.connection(tablet.page)).toHaveAttribute('data-unsent', '1');
});

test('5. redeeming offline: the discount at the till, the voucher filed as used', async () => {
  const voucher = await wallet.showVoucher(phone.page, line.url, WELCOME);
  await till.enterAmount(tablet.page, 900);
  const reading = await till.scan(tablet, voucher);
  await expect(reading).toHaveAttribute('data-result', 'success');
  await expect(reading.getByText(money(700))).toBeVisible();
  const receipt = await till.redeem(tablet.page);
  const result = await wallet.scanReceipt(phone, line.url, receipt);
  await expect(result.getByText(words.scan.redeemed)).toBeVisible();
  await till.nextCustomer(tablet.page);
  await phone.page.goto(`${line.url}/vouchers`);
  await expect(phone.page.getByRole('button', { name: FIVE_OFF })).toBeVisible();
  await expect(phone.page.getByRole('button', { name: WELCOME })).toBeHidden();
});

test('5b. a second presentation is refused on both screens, in each one’s language', async () => {
  const first = await wallet.showVoucher(phone.page, line.url, FIVE_OFF);
  await till.enterAmount(tablet.page, 1000);
  await till.scan(tablet, first);
  await till.redeem(tablet.page);
  await till.nextCustomer(tablet.page);
  const second = await wallet.showVoucher(phone.page, line.url, FIVE_OFF);
  await till.enterAmount(tablet.page, 1000);
  const reading = await till.scan(tablet, second);
  await expect(reading).toHaveAttribute('data-result', 'refusal');
  await expect(reading.getByText(refusalsFa.texts.already_used_here.headline)).toBeVisible();
  await tablet.page.getByRole('button', { name: tillWords.serve.showReason }).click();
  const result = await wallet.scanReceipt(phone, line.url, wallet.code(tablet.page));
  await expect(result.getByText(refusalsEn.texts.already_used_here.customer)).toBeVisible();
  await tablet.page.goto(tillUrl);
});

test('7. a forged, altered, expired, foreign or unsigned code gets its own name and changes nothing', async () => {
  const { page } = tablet;
  await till.enterAmount(page, 1000);
  const before = await storedBy(page);
  expect(before.length).toBeGreaterThan(1000);
  for (const { name, refusal, textAt } of hostile) {
    const reading = await till.paste(page, await textAt(Math.floor(Date.now() / 1000)));
    await expect(reading, name).toHaveAttribute('data-result', 'refusal');
    const words = refusalText(refusalsFa, refusal);
    await expect(reading.getByText(words.headline), name).toBeVisible();
    await page.getByRole('button', { name: tillWords.serve.scanAgain }).click();
  }
  expect(new Set(hostile.map(({ refusal }) => refusal)).size).toBe(hostile.length);
  expect(await storedBy(page)).toBe(before);
});

test('6. back online: lost answers and a killed server lose nothing and double nothing', async () => {
  const offline = await unsentBy(phone, tablet);
  await server.start();
  const before = await readBooks(server.dataDir);
  line.loseAnswers(true);
  await phone.airplane(false);
  await tablet.airplane(false);
  // Both outboxes reach the server and none of its answers comes back: everything will be sent again.
  const events = () => readBooks(server.dataDir).then(({ rows }) => rows.event);
  await expect.poll(events, { timeout: 60_000 }).toBe(before.rows.event + offline);
  await expect.poll(() => line.lost(), { timeout: 60_000 }).toBeGreaterThan(1);
  expect(await unsentBy(phone, tablet)).toBe(offline);
  const once = await readBooks(server.dataDir);
  await server.kill();
  line.loseAnswers(false);
  await server.start();
  // A signal that comes back: without one they would try again within a minute.
  for (const device of [phone, tablet]) {
    await device.airplane(true);
    await device.airplane(false);
  }
  for (const { page } of [phone, tablet]) {
    await expect(wallet.connection(page)).toHaveAttribute('data-unsent', '0', { timeout: 90_000 });
    await expect(wallet.connection(page)).toHaveAttribute('data-mode', 'online');
  }
  const twice = await readBooks(server.dataDir);
  expect(twice.rows).toEqual(once.rows);
  expect(twice.ledgerSum).toBe(0);
  expect(once.accepted).toBeGreaterThan(before.accepted);
});

test('6b. what was pending is confirmed, and both sides of the counter agree with the books', async () => {
  await phone.page.goto(`${line.url}/activity`);
  await expect(phone.page.locator('[data-state="confirmed"]').first()).toBeVisible();
  await expect(phone.page.locator('[data-state="saved"], [data-state="sent"]')).toHaveCount(0);
  await phone.page.goto(line.url);
  await expect(phone.page.getByText(/pending/)).toHaveCount(0);
  const { beans } = await readBooks(server.dataDir);
  await expect(phone.page.getByRole('link', { name: /Copper Cup/ })).toContainText(String(beans));
  await tablet.page.goto(`${tillUrl}#queue`);
  await expect(tablet.page.getByText(tillWords.queue.accepted, { exact: true }).first()).toBeVisible();
  await expect(tablet.page.locator('[data-state="unsent"]')).toHaveCount(0);
});

/** How many records wait on both devices. */
async function unsentBy(...devices: readonly Device[]): Promise<number> {
  const counts = devices.map(({ page }) => wallet.connection(page).getAttribute('data-unsent'));
  return (await Promise.all(counts)).reduce((sum, unsent) => sum + Number(unsent), 0);
}

/** The customer shows the pass, the cashier records the sale; the till's receipt is on its screen. */
async function ringUp(amountMinor: number): Promise<Page> {
  const pass = await wallet.showPass(phone.page, line.url);
  await tablet.page.goto(tillUrl);
  await till.enterAmount(tablet.page, amountMinor);
  const reading = await till.scan(tablet, pass);
  await expect(reading).toHaveAttribute('data-result', 'success');
  await till.record(tablet.page);
  return tablet.page;
}

async function sell(amountMinor: number): Promise<void> {
  const receipt = wallet.code(await ringUp(amountMinor));
  const result = await wallet.scanReceipt(phone, line.url, receipt);
  await expect(result.getByText(words.scan.earned)).toBeVisible();
  await till.nextCustomer(tablet.page);
}

/** As the till writes it, in Persian. */
function money(amountMinor: number): string {
  return createFormat('fa').money({ amountMinor, currency: { code: 'EUR', exponent: 2 } });
}
