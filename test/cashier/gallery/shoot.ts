// Photographs every scene of the till: node test/cashier/gallery/shoot.ts FOLDER [scene...]. For people to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../../support/browsers.ts';
import { CASHIER_SCENES, openScene } from './scenes.ts';
import { serveGallery } from '../../support/gallery.ts';

const [folder = 'gallery', ...names] = process.argv.slice(2);
const SIZES = { phone: { width: 390, height: 844 }, tablet: { width: 1024, height: 768 } };

mkdirSync(folder, { recursive: true });
const gallery = await serveGallery('test/cashier/gallery/vite.config.ts');
const browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const locale of ['en', 'fa']) {
    const colorScheme = (size === 'phone') === (locale === 'fa') ? 'dark' : 'light';
    const context = await browser.newContext({ viewport, locale, colorScheme });
    for (const scene of CASHIER_SCENES.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const page = await context.newPage();
      await openScene(page, scene, gallery.url, locale);
      await page.screenshot({ path: join(folder, `${scene.name}-${size}-${locale}.png`) });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await gallery.end();
