// The operator's page as it is built, over a real server: sign in with the key file, see, leave. `SHOTS=FOLDER` keeps pictures.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { createFormat } from '#i18n/format.ts';
import { createUtcDays } from '#operator/utc-day.ts';
import { createApp } from '#server/app.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { listen, type Listening } from '#server/listen.ts';
import { registerOwnOperator } from '#server/operator/operators.ts';
import { admin } from '../support/admin.ts';
import { axeFaultsOn } from '../support/axe.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/browsers.ts';
import { joinedWallet, memberOf, openTill, present, type Till, type Wallet } from '../support/shop.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

const LOOKS = [
  { locale: 'en', dir: 'ltr', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { locale: 'fa', dir: 'rtl', colorScheme: 'dark', viewport: { width: 820, height: 1180 } },
  { locale: 'fa', dir: 'rtl', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { locale: 'en', dir: 'ltr', colorScheme: 'dark', viewport: { width: 820, height: 1180 } },
] as const;

const DAY_MS = 86_400_000;
const CUP = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!;
const VOUCHER = CUP.programme.vouchers![0]!.id;
const VOUCHER_NAME = CUP.presentation.vouchers![VOUCHER]!.en;
let server: TestServer;
let listening: Listening;
let browser: Browser;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-operator-'));
  const outDir = path.join(dir, 'page');
  await build({ mode: 'operator', logLevel: 'error', build: { outDir, emptyOutDir: true } });
  server = await openTestServer();
  await registerOwnOperator(server.db, server.keysDir, server.clock.nowMs());
  await threeWeeksOfTrade();
  const { db, keys, clock, state } = server;
  const apps = [{ base: '/operator/' as const, dir: outDir }];
  const app = createApp({ db, keys, clock, random, state, log: () => undefined, apps });
  const opened = await listen(app.fetch, 0);
  if (!opened.ok) throw new Error(opened.error.message);
  listening = opened.value;
  browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await listening?.close();
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** More sales in the last ten days than before; a voucher used twice; a till that fell silent. */
async function threeWeeksOfTrade(): Promise<void> {
  const [till, silent] = [await openTill(server), await openTill(server)];
  const wallets = [await joinedWallet(server), await joinedWallet(server)];
  server.clock.advance(2_000);
  for (const each of [silent, till]) {
    const shown = await present(server, wallets[0]!, wallets[0]!.voucher, each.merchantId);
    await each.decide(await each.seal('redeem', shown, await each.redeem(shown)));
    server.clock.advance(2_000);
  }
  let spring: Bytes | undefined;
  for (let day = 0; day < 20; day += 1) {
    server.clock.advance(DAY_MS);
    if (day === 10) spring = await springVoucher(wallets[0]!);
    if (day === 12) await useVoucher(till, wallets[0]!, spring!);
    const sales = day < 10 ? 1 + (day % 3) : 4 + (day % 4);
    for (let sale = 0; sale < sales; sale += 1)
      await till.decide(await till.seal('earn', await till.sell(memberOf(wallets[sale % 2]!))));
  }
}

const SPRING = ['voucher', 'campaign', 'copper-cup', VOUCHER] as const;
let springDay = '';

function dayOf(text: string): number {
  return Date.parse(text) / DAY_MS;
}

/** The campaign begins; what the wallet gets of it. */
async function springVoucher(wallet: Wallet): Promise<Bytes> {
  const vouchers = async () =>
    (await wallet.changes()).flatMap((change) => (change.kind === 'voucher' ? [change.cose] : []));
  const before = new Set(await vouchers());
  springDay = new Date(server.clock.nowMs()).toISOString().slice(0, 10);
  const done = await admin(server, SPRING, { options: { name: 'spring', from: springDay } });
  if (done.code !== 0) throw new Error(done.explained);
  return bytesFromBase64((await vouchers()).find((cose) => !before.has(cose))!)!;
}

async function useVoucher(till: Till, wallet: Wallet, voucher: Bytes): Promise<void> {
  const shown = await present(server, wallet, voucher, till.merchantId);
  const [used] = await till.decide(await till.seal('redeem', shown, await till.redeem(shown)));
  if (used!.status !== 'accepted') throw new Error(JSON.stringify(used));
}

async function openPage(look: (typeof LOOKS)[number], timezoneId = 'UTC'): Promise<Page> {
  const { locale, colorScheme, viewport } = look;
  const context = await browser.newContext({
    locale,
    colorScheme,
    viewport,
    timezoneId,
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  // Else the server, whose clock stands still, would count all of these calls as of one minute.
  server.clock.advance(60_000);
  await page.goto(`http://localhost:${listening.port}/operator/`);
  await page.locator('h1').waitFor();
  return page;
}

function keyFile(): string {
  return path.join(server.keysDir, 'operator.jwk');
}

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

test.each(LOOKS)(
  '$locale, $colorScheme, $viewport.width wide: accessible, nothing cut off',
  async (look) => {
    const page = await openPage(look);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on(
      'console',
      (line) => line.type() === 'error' && !/401/.test(line.text()) && faults.push(line.text()),
    );
    const name = `${look.locale}-${look.colorScheme}-${look.viewport.width}`;
    expect(await page.locator('html').getAttribute('dir')).toBe(look.dir);
    expect(await axeFaultsOn(page as never)).toEqual([]);
    await shoot(page, `${name}-sign-in`);
    await page.locator('input[type=file]').setInputFiles(keyFile());
    await page.locator('svg').waitFor();
    await page.locator('summary').click();
    expect(await axeFaultsOn(page as never)).toEqual([]);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    await page.locator('summary').click();
    await shoot(page, `${name}-figures`);
    const choices = page.locator('#offers ~ div select');
    await choices.nth(1).selectOption({ index: (await choices.nth(1).locator('option').count()) - 1 });
    await choices.nth(3).selectOption('56');
    await page.locator('[aria-busy=false] #offers').waitFor();
    await page.locator('svg').nth(1).waitFor();
    expect(await axeFaultsOn(page as never)).toEqual([]);
    await shoot(page, `${name}-offer`);
    expect(faults).toEqual([]);
    await page.context().close();
  },
  60_000,
);

test('the figures follow the choices, the chart has its table, evidence can be saved, leaving forgets', async () => {
  const page = await openPage(LOOKS[0]);
  await page.locator('input[type=file]').setInputFiles(keyFile());
  await page.getByLabel('Merchant').selectOption('copper-cup');
  await page.locator('dd').first().waitFor();
  const facts = () => page.locator('dd').allTextContents();
  const sales = await facts();
  await page.getByLabel('Figure').selectOption('amountMinor');
  expect((await facts())[1]).toMatch(/€/);
  expect(await facts()).not.toEqual(sales);
  const row = (words: string) => page.getByRole('row').filter({ hasText: words });
  expect(await row('Points in members’ hands').textContent()).toMatch(/Copper Cup.*78 beans/);
  expect(await row('Given away twice').textContent()).toContain('€2.00');
  expect(await row('Owed to the shop').textContent()).toContain('€2.00');
  expect(await row('Heard').textContent()).toMatch(/copper-cup\/\d.*€2\.00/);
  await page.locator('summary').click();
  expect(await page.locator('details tbody tr').count()).toBe(28);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^conflict-/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('input[type=file]').waitFor();
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
    0,
    0,
    '',
  ]);
  await page.context().close();
});

test('an offer brings the day on which it began and its redemptions; the windows are as long as is chosen', async () => {
  const page = await openPage(LOOKS[0]);
  await page.locator('input[type=file]').setInputFiles(keyFile());
  await page.getByLabel('Merchant').selectOption('copper-cup');
  expect(await page.getByText('Redeemed').count()).toBe(0);
  await page
    .getByRole('combobox', { name: 'Offer', exact: true })
    .selectOption({ label: `\u2068spring\u2069 · \u2068${VOUCHER_NAME}\u2069` });
  expect(await page.getByLabel('Offer began on').inputValue()).toBe(springDay);
  const redeemed = page.locator('dl div').filter({ hasText: 'Redeemed' }).locator('dd');
  await expect.poll(() => redeemed.textContent()).toBe('1');
  await page.locator('summary').click();
  const days = page.locator('details tbody tr');
  const used = page
    .locator('details tbody tr')
    .filter({ has: page.locator('td:last-child', { hasText: /^1$/ }) });
  const date = (text: string, later: number) => createUtcDays(createFormat('en'))(dayOf(text) + later);
  expect(await used.locator('th').allTextContents()).toEqual([date(springDay, 2)]);
  for (const [length, rows] of [
    [7, 14],
    [14, 24],
    [28, 38],
    [56, 66],
  ] as const) {
    await page.getByRole('combobox', { name: 'Window', exact: true }).selectOption(String(length));
    await expect.poll(() => days.count()).toBe(rows);
  }
  // Left empty, the field would stand above numbers of a day that it does not name.
  await page.getByLabel('Offer began on').fill('');
  await page.getByLabel('Offer began on').blur();
  expect(await page.getByLabel('Offer began on').inputValue()).toBe(springDay);
  await page.getByRole('combobox', { name: 'Offer', exact: true }).selectOption({ label: 'Copper Cup' });
  expect(await page.getByLabel('Offer began on').inputValue()).toBe('2026-03-02');
  await expect.poll(() => redeemed.textContent()).toBe('2');
  await page.context().close();
});

test('west of Greenwich a day has the name that UTC gives it', async () => {
  const page = await openPage(LOOKS[0], 'America/New_York');
  await page.locator('input[type=file]').setInputFiles(keyFile());
  await page.locator('summary').click();
  const named = createUtcDays(createFormat('en'));
  const today = dayOf(new Date(server.clock.nowMs()).toISOString().slice(0, 10));
  const rows = page.locator('details tbody th');
  expect(await rows.first().textContent()).toBe(named(today - 27));
  expect(await rows.last().textContent()).toBe(named(today));
  expect(named(dayOf('2026-03-01'))).toBe('Mar 1, 2026');
  await page.context().close();
});

test('a part that takes too long says so, the others are there, and it can be asked for again', async () => {
  const page = await openPage(LOOKS[0]);
  const lock = openDatabase(server.databaseUrl, 1);
  const holding = await lock.startTransaction().execute();
  await sql`LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE`.execute(holding);
  await page.locator('input[type=file]').setInputFiles(keyFile());
  const card = (title: string) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name: title }) });
  const slow = card('Outstanding').getByText('takes too long');
  await slow.waitFor();
  await page.locator('svg').first().waitFor();
  for (const title of ['Tills', 'Audit log'])
    expect(await card(title).locator('tbody tr').count()).toBeGreaterThan(0);
  await shoot(page, 'part-too-slow');
  expect(await axeFaultsOn(page as never)).toEqual([]);
  await holding.rollback().execute();
  await lock.destroy();
  await card('Outstanding').getByRole('button', { name: 'Try again' }).click();
  await card('Outstanding').locator('tbody tr').first().waitFor();
  expect(await slow.count()).toBe(0);
  await page.context().close();
});

test('a file without a key and a key of nobody are told apart', async () => {
  const page = await openPage(LOOKS[0]);
  const wrong = path.join(dir, 'wrong.jwk');
  writeFileSync(wrong, '{"kty":"oct"}');
  await page.locator('input[type=file]').setInputFiles(wrong);
  await page.getByText('holds no key').waitFor();
  await page.locator('input[type=file]').setInputFiles(path.join(server.keysDir, 'server.jwk'));
  await page.getByText('does not know this key').waitFor();
  await page.context().close();
});

test('over http by address a good key is not called a bad one: it says that https is needed', async () => {
  const page = await browser.newPage({ locale: 'en' });
  await page.route('http://tessera.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({
      response: await route.fetch({ url: `http://localhost:${listening.port}${pathname}` }),
    });
  });
  await page.goto('http://tessera.example/operator/');
  await page.locator('input[type=file]').setInputFiles(keyFile());
  const status = page.getByRole('status').first();
  await expect.poll(() => status.textContent()).toContain('over https');
  await page.close();
});

test('after the server did not answer, the same file can be chosen again', async () => {
  const page = await openPage(LOOKS[0]);
  const choose = await fileChooser(page);
  await page.context().setOffline(true);
  await choose();
  await page.getByText('does not answer').waitFor();
  await page.context().setOffline(false);
  await choose();
  await page.locator('summary').waitFor();
  await page.context().close();
});

/** As a person chooses: a file that is chosen already changes nothing, and the page hears of nothing. */
async function fileChooser(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  const { root } = await devtools.send('DOM.getDocument');
  const selector = 'input[type=file]';
  return async () => {
    const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector });
    await devtools.send('DOM.setFileInputFiles', { nodeId, files: [keyFile()] });
  };
}

test('whoever leaves during a refresh is asked for nothing more, and the next can sign in at once', async () => {
  const page = await openPage(LOOKS[0]);
  await page.locator('input[type=file]').setInputFiles(keyFile());
  await page.locator('summary').waitFor();
  await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 10_000 }).toBe(0);
  const asked: string[] = [];
  let resume = () => {};
  const line = new Promise<void>((resolve) => (resume = resolve));
  await page.route(`**${ROUTES.operator}`, async (route) => {
    asked.push(route.request().postDataJSON().part);
    await line;
    await route.continue().catch(() => undefined);
  });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(() => asked.length).toBe(1);
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await page.locator('input[type=file]').isEnabled()).toBe(true);
  resume();
  await page.waitForTimeout(1_000);
  // Once more by the server's nonce.
  expect(new Set(asked)).toEqual(new Set(['offers']));
  await page.context().close();
});
