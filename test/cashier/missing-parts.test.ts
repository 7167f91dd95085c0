// A file that several parts of the till share did not arrive. Browsers remember that for as long as the page lives, whatever name
// the part itself is asked for under: only a new page helps, and the person decides when.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { sharedEn } from '#i18n/shared/en.ts';
import { words } from '#i18n/topics/part-lost/en.ts';
import { showGallery } from '../support/shown-gallery.ts';
import { typeByHand } from '../support/type-by-hand.ts';

const gallery = showGallery('test/cashier/gallery/vite.config.ts');

interface Line {
  readonly page: Page;
  cut: boolean;
}

async function tillWithout(files: RegExp, query = ''): Promise<Line> {
  const context = await gallery.browser.newContext({ locale: 'en', viewport: { width: 1024, height: 768 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const line = { page, cut: true };
  await page.route(files, (route) => (line.cut ? route.abort() : route.continue()));
  await page.goto(`${gallery.url}/${query}#serve`);
  await page.locator('[data-scanner=watching]').waitFor();
  await typeByHand(page, '1250');
  await page.locator('nav a[href="#queue"]').click();
  await page.getByText(sharedEn.nothing.error).waitFor();
  return line;
}

const again = (page: Page) => page.getByRole('button', { name: sharedEn.retry }).click();
const offer = (page: Page) => page.getByRole('button', { name: words.anew });

test('a shared file that was lost once: the page is offered anew, in words, and what is typed stays until then', async () => {
  const line = await tillWithout(/assets\/record-row.*\.js/);
  const { page } = line;
  line.cut = false;
  await again(page);
  await offer(page).waitFor();
  expect(await page.getByText(words.title).isVisible()).toBe(true);
  expect(await page.getByText(words.text).isVisible()).toBe(true);
  await page.locator('nav a[href="#serve"]').click();
  await expect.poll(() => page.locator('main').innerText()).toContain('12.50');
  await offer(page).click();
  await page.locator('nav a[href="#queue"]').click();
  await page.locator('main > :not([hidden]) input').first().waitFor();
  expect(await offer(page).count()).toBe(0);
  await page.context().close();
});

test('a file of its own comes with the next try: nothing more is offered', async () => {
  const line = await tillWithout(/assets\/queue-screen.*\.js/);
  const { page } = line;
  line.cut = false;
  await again(page);
  await page.locator('main > :not([hidden]) input').first().waitFor();
  expect(await offer(page).count()).toBe(0);
  await page.context().close();
});

test('without a line a new page would be none: trying again is all that is offered', async () => {
  const { page } = await tillWithout(/assets\/(record-row|queue-screen).*\.js/, '?offline');
  await again(page);
  await page.waitForTimeout(1_000);
  await page.getByText(sharedEn.nothing.error).waitFor();
  expect(await offer(page).count()).toBe(0);
  await page.context().close();
});
