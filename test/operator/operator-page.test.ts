// The operator's page as it is built, over a real server: sign in with the key file, see, leave. `SHOTS=FOLDER` keeps pictures.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { listen, type Listening } from '#server/listen.ts';
import { registerOwnOperator } from '#server/operator/operators.ts';
import { axeFaultsOn } from '../support/axe.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/browsers.ts';
import { joinedWallet, memberOf, openTill, present } from '../support/shop.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

const LOOKS = [
  { locale: 'en', dir: 'ltr', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { locale: 'fa', dir: 'rtl', colorScheme: 'dark', viewport: { width: 820, height: 1180 } },
  { locale: 'fa', dir: 'rtl', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { locale: 'en', dir: 'ltr', colorScheme: 'dark', viewport: { width: 820, height: 1180 } },
] as const;

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
  for (let day = 0; day < 20; day += 1) {
    server.clock.advance(86_400_000);
    const sales = day < 10 ? 1 + (day % 3) : 4 + (day % 4);
    for (let sale = 0; sale < sales; sale += 1)
      await till.decide(await till.seal('earn', await till.sell(memberOf(wallets[sale % 2]!))));
  }
}

async function openPage(look: (typeof LOOKS)[number]): Promise<Page> {
  const { locale, colorScheme, viewport } = look;
  const context = await browser.newContext({ locale, colorScheme, viewport, deviceScaleFactor: 2 });
  const page = await context.newPage();
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
  expect(await row('Points in members’ hands').textContent()).toMatch(/Copper Cup.*68 beans/);
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
