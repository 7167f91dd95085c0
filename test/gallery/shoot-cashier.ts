// Photographs every scene of the till: node test/gallery/shoot-cashier.ts FOLDER [scene...]. For people to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../support/browsers.ts';
import { CASHIER_SCENES } from './cashier-scenes.ts';

const [folder = 'gallery', ...names] = process.argv.slice(2);
const SIZES = { phone: { width: 390, height: 844 }, tablet: { width: 1024, height: 768 } };

mkdirSync(folder, { recursive: true });
const server = await createServer({
  configFile: false,
  root: process.cwd(),
  plugins: [preact()],
  cacheDir: 'node_modules/.vite/gallery',
  logLevel: 'error',
  server: { port: 0 },
});
await server.listen();
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const locale of ['en', 'fa']) {
    const colorScheme = (size === 'phone') === (locale === 'fa') ? 'dark' : 'light';
    const context = await browser.newContext({ viewport, locale, colorScheme });
    for (const scene of CASHIER_SCENES.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const page = await context.newPage();
      const currency = locale === 'fa' ? '&currency=IRR' : '';
      await page.goto(`${address}test/gallery/cashier.html?${scene.query}${currency}${scene.hash}`);
      await page.waitForSelector('main > :not([hidden])');
      await page.waitForTimeout(150);
      await scene.play?.(page);
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(folder, `${scene.name}-${size}-${locale}.png`) });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await server.close();
