// The pass is what a customer opens at the counter: when its file did not arrive with the first screen, that is said, and it comes.
import { expect, test } from 'vitest';
import { sharedEn } from '#i18n/shared/en.ts';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test('a pass that did not arrive is said to be missing when it is wanted, and opens by itself once it is there', async () => {
  const page = await gallery.browser.newPage({ locale: 'en', viewport: { width: 390, height: 844 } });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  let isCut = true;
  await page.route(/assets\/pass-sheet.*\.js/, (route) => (isCut ? route.abort() : route.continue()));
  await page.goto(`${gallery.url}/?sample=full`);
  await page.getByRole('button', { name: 'Show my pass' }).click();
  await page.getByText(sharedEn.nothing.error).waitFor();
  expect(faults).toEqual([]);
  isCut = false;
  await page.locator('dialog[open] canvas').waitFor();
  expect(await page.getByText(sharedEn.nothing.error).count()).toBe(0);
  await page.context().close();
});

test('until it is wanted nothing is said of it', async () => {
  const page = await gallery.browser.newPage({ locale: 'en', viewport: { width: 390, height: 844 } });
  await page.route(/assets\/pass-sheet.*\.js/, (route) => route.abort());
  await page.goto(`${gallery.url}/?sample=full`);
  await page.getByRole('button', { name: 'Show my pass' }).waitFor();
  await page.waitForTimeout(500);
  expect(await page.getByText(sharedEn.nothing.error).count()).toBe(0);
  await page.context().close();
});

test('a notice behind the first screen that did not arrive takes nothing else away', async () => {
  const page = await gallery.browser.newPage({ locale: 'en', viewport: { width: 390, height: 844 } });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.route(/assets\/loss-notice.*\.js/, (route) => route.abort());
  await page.goto(`${gallery.url}/?sample=full`);
  await page.getByRole('button', { name: 'Show my pass' }).click();
  await page.locator('dialog[open] canvas').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});
