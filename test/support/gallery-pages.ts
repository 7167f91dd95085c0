// Pages of a gallery, one context each, and what a person does on them.
import type { Page } from 'playwright';
import type { ShownGallery } from './shown-gallery.ts';

/** `answers` runs in the page before anything else, and may set what the worker says there. */
export async function openPage(gallery: ShownGallery, path: string, answers: () => void): Promise<Page> {
  const context = await gallery.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-US',
  });
  await context.addInitScript(answers);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${gallery.url}${path}`);
  return page;
}

/** Gives the scanner of the page a text in place of a code. */
export async function pasteCode(page: Page, text: string): Promise<void> {
  await page.locator('section[data-scanner] button').last().click();
  await page.locator('dialog[open] textarea').fill(text);
  await page.locator('dialog[open] form button[type=submit]').click();
}
