// A gallery with a real browser before it, for all tests of one file.
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from './browsers.ts';
import { type ServedGallery, serveGallery } from './gallery.ts';

export interface ShownGallery {
  /** Without a slash at its end. */
  readonly url: string;
  readonly browser: Browser;
}

/** To be called at the top of a test file; both are there once its tests run. */
export function showGallery(configFile: string): ShownGallery {
  let served: ServedGallery | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    served = await serveGallery(configFile);
    browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.end();
  });
  return {
    get url() {
      return served!.url;
    },
    get browser() {
      return browser!;
    },
  };
}
