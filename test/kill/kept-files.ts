// Waits until both apps can open without a line, and tells why not. It only reads: taking the line away to ask, or asking
// the service worker, would meddle with the repair that is waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { BrowserProcess } from './browser-process.ts';

/** Of both apps, by the name of their cache; they share an origin. */
export type AppFiles = Readonly<Record<string, readonly string[]>>;

/** What was lost is fetched again at the start, or at one of the looks 10, 30 and 70 seconds later. */
const LIMIT_MS = 120_000;
const ASK_EVERY_MS = 2_000;
const TOOLS_LIMIT_MS = 15_000;

/** To be called when both apps are installed and nothing has been torn yet. */
export async function appFiles(page: Page): Promise<AppFiles> {
  const files = await page.evaluate(async () => {
    const found: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const kept = await (await caches.open(name)).keys();
      found[name] = kept.map(({ url }) => url);
    }
    return found;
  });
  if (Object.values(files).filter(({ length }) => length > 0).length < 2)
    throw new Error(`not both apps are installed: ${JSON.stringify(Object.keys(files))}`);
  return files;
}

/**
 * Throws when one of them would not open. The apps must already be open with a line.
 * @returns whether the browser answered: after a power cut its tools wait for ever, at times, for a worker that never starts.
 */
export async function waitUntilKept(browser: BrowserProcess, files: AppFiles): Promise<boolean> {
  const pages = [browser.till, browser.wallet];
  const startedAt = performance.now();
  for (;;) {
    const states = await Promise.all(pages.map((page) => page.evaluate(keptState, files)));
    if (states.every((state) => state === 'whole')) return toolsAnswer(browser);
    if (performance.now() - startedAt > LIMIT_MS) {
      if (!(await toolsAnswer(browser))) return false;
      throw new Error(`the apps do not open without a line: ${states.join(' | ')}`);
    }
    // A page that is being used is not reloaded under somebody's hands, and every question counts as use. Either app's files
    // may be those that only its own page can fetch again.
    for (const [index, page] of pages.entries()) if (states[index] === 'AbortError') await page.reload();
    await sleep(ASK_EVERY_MS);
  }
}

async function toolsAnswer({ context }: BrowserProcess): Promise<boolean> {
  const isDone = context
    .setOffline(true)
    .then(() => context.setOffline(false))
    .then(() => true);
  return Promise.race([isDone, sleep(TOOLS_LIMIT_MS, false)]);
}

/** `whole` when a service worker is active and every file can be read to its end. */
async function keptState(files: AppFiles): Promise<string> {
  const unanswered = new Promise<string>((done) => setTimeout(done, 20_000, 'no answer'));
  const asked = navigator.serviceWorker.getRegistration().catch((error: Error) => error.name);
  const registration = await Promise.race([asked, unanswered]);
  if (typeof registration === 'string') return registration;
  if (registration?.active?.state !== 'activated') return 'no service worker';
  const isThere = async (url: string, cacheName: string): Promise<boolean> => {
    try {
      const response = await caches.match(url, { cacheName });
      await response?.arrayBuffer();
      return response !== undefined;
    } catch {
      return false;
    }
  };
  const reading = Promise.all(
    Object.entries(files).flatMap(([name, urls]) => urls.map((url) => isThere(url, name))),
  ).then((found) => {
    const missing = found.filter((there) => !there).length;
    return missing === 0 ? 'whole' : `${missing} of ${found.length} files are missing`;
  });
  return Promise.race([reading, unanswered]);
}
