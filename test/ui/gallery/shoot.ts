// Pictures of every scene: `node test/ui/gallery/shoot.ts FOLDER [phone|tablet] [light|dark|contrast] [LOCALE] [SCENE…]`.
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../../support/browsers.ts';
import { SCENES, visit } from './scenes.ts';
import { serveGallery } from '../../support/gallery.ts';

const SIZES = { phone: { width: 390, height: 844 }, tablet: { width: 820, height: 1180 } };

const [folder = 'test-results/gallery', size = 'phone', theme = 'light', locale = 'en', ...only] =
  process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const gallery = await serveGallery('test/ui/gallery/vite.config.ts');
const browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
const context = await browser.newContext({
  viewport: SIZES[size as keyof typeof SIZES],
  deviceScaleFactor: size === 'phone' ? 2 : 1,
  colorScheme: theme === 'dark' ? 'dark' : 'light',
});
await context.addInitScript(
  ([language, look]) => {
    localStorage.setItem('tessera-locale', language!);
    if (look === 'contrast') localStorage.setItem('tessera-theme', look);
  },
  [locale, theme],
);
for (const scene of SCENES.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const page = await context.newPage();
  await visit(page, gallery.url, scene);
  const modal = (await page.locator('dialog[open]').count()) > 0;
  await page.screenshot({ path: `${folder}/${size}-${theme}-${locale}-${scene.name}.png`, fullPage: !modal });
  await page.close();
}
await browser.close();
await gallery.end();
