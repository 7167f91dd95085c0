// A screen whose file does not arrive: the app says so, and finds it once there is a line again.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

interface Line {
  readonly page: Page;
  cut: boolean;
}

/** The wallet's first screen, with a line that loses the files of one screen while it is cut. */
async function homeWithout(files: RegExp, sample = 'full'): Promise<Line> {
  const page = await gallery.browser.newPage({ locale: 'en' });
  const line = { page, cut: true };
  await page.route(files, (route) => (line.cut ? route.abort() : route.continue()));
  await page.goto(`${gallery.url}/?sample=${sample}`);
  await page.locator('h1').waitFor();
  await page.locator('nav a[href="/vouchers"]').click();
  await page.locator('main [role=status] button').waitFor();
  return line;
}

test('a lost script is said, and the screen comes with the next try', async () => {
  const line = await homeWithout(/assets\/vouchers-screen.*\.js/);
  const { page } = line;
  expect(await page.locator('main [role=status]').innerText()).toContain('This could not be shown');
  line.cut = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('h1', { hasText: 'Vouchers' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/vouchers');
  await page.context().close();
});

test('the other screens go on', async () => {
  const { page } = await homeWithout(/assets\/vouchers-screen.*\.js/);
  await page.locator('nav a[href="/activity"]').click();
  await page.locator('h1', { hasText: 'Activity' }).waitFor();
  await page.context().close();
});

test('without a line the page stays as it is', async () => {
  const { page } = await homeWithout(/assets\/vouchers-screen.*\.js/, 'offline');
  await page.evaluate(() => Object.assign(window, { kept: true }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForTimeout(500);
  await page.locator('button:not([aria-busy=true])', { hasText: 'Try again' }).waitFor();
  expect(await page.evaluate(() => 'kept' in window)).toBe(true);
  await page.context().close();
});
