// Pages of a gallery in a real browser, one context each, and what a person does on them.
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from './browsers.ts';
import { serveGallery } from './gallery.ts';

export interface GalleryPages {
  /** `answers` runs in the page before anything else, and may set what the worker says there. */
  readonly open: (path: string, answers: () => void) => Promise<Page>;
  readonly end: () => Promise<void>;
}

export async function openGallery(configFile: string): Promise<GalleryPages> {
  const gallery = await serveGallery(configFile);
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...CHROMIUM_FLAGS],
  });
  return {
    open: async (path, answers) => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
      await context.addInitScript(answers);
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      await page.goto(`${gallery.url}${path}`);
      return page;
    },
    end: async () => {
      await browser.close();
      await gallery.end();
    },
  };
}

/** Gives the scanner of the page a text in place of a code. */
export async function pasteCode(page: Page, text: string): Promise<void> {
  await page.locator('section[data-scanner] button').last().click();
  await page.locator('dialog[open] textarea').fill(text);
  await page.locator('dialog[open] form button[type=submit]').click();
}
