// What it takes to open without any connectivity, and what a device has stored.
import { expect, type Page } from '@playwright/test';

const WALLET_PATHS = ['/', '/vouchers', '/scan', '/activity', '/me', '/catalogue', '/programme/copper-cup'];
const TILL_SCREENS = ['#serve', '#queue', '#shift', '#terminal'];

/** The service worker is active and has everything in its cache. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    if (registration.active?.state === 'activated') return;
    await new Promise((done) => registration.active?.addEventListener('statechange', done, { once: true }));
  });
}

export async function everyWalletScreenOpens(page: Page, url: string): Promise<void> {
  for (const path of WALLET_PATHS) {
    await page.goto(`${url}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main[aria-busy="true"]')).toHaveCount(0);
    await expect(page.locator('output[data-mode]').first()).toBeVisible();
  }
}

export async function everyTillScreenOpens(page: Page, url: string): Promise<void> {
  for (const hash of TILL_SCREENS) {
    await page.goto(`${url}${hash}`);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('output[data-mode]').first()).toBeVisible();
  }
}

/** Filled and emptied at every start (src/storage/browser-log.ts). */
const SCRATCH = 'tessera-scratch';

/** Everything in this origin's databases as text, keys left out: two calls are equal when nothing changed. */
export async function storedBy(page: Page): Promise<string> {
  return page.evaluate(async (scratch) => {
    const result = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((done, fail) => {
        request.addEventListener('success', () => done(request.result));
        request.addEventListener('error', () => fail(request.error));
      });
    const plain = (_: string, value: unknown): unknown =>
      value instanceof CryptoKey
        ? `key ${value.type}`
        : ArrayBuffer.isView(value)
          ? [...new Uint8Array(value.buffer)]
          : value;
    const found: Record<string, unknown> = {};
    for (const { name } of await indexedDB.databases()) {
      if (name === scratch) continue;
      const db = await result(indexedDB.open(name!));
      const stores = [...db.objectStoreNames].sort();
      for (const store of stores)
        found[`${name}/${store}`] = await result(db.transaction(store).objectStore(store).getAll());
      db.close();
    }
    return JSON.stringify(found, plain);
  }, SCRATCH);
}
