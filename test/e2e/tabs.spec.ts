// Several tabs of one app: one of them sends at a time, and when it goes away in the middle another goes on; the browser's own
// call to send; and tabs of two versions over one database.
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { sharedEn } from '#i18n/shared/en.ts';
import { walletEn as words } from '#i18n/wallet/en.ts';
import { WALLET_DATABASE } from '#storage/wallet-database.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createDevice, type Device, ENGINE, PHONE } from './support/device.ts';
import { readyForOffline } from './support/offline.ts';
import { createSyncLine, type SyncLine } from './support/sync-line.ts';
import * as wallet from './support/wallet-person.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const NO_LOOK_INSIDE = 'Firefox lets no test look into a worker, and has no Background Sync';
/** A visible tab tries again a minute after silence, at most; the answers that are kept back are silence after 20 seconds. */
const SOON = { timeout: 100_000 };

let server: ServerProcess;
let line: SyncLine;
let phone: Device | undefined;

test.beforeAll(async () => {
  server = await createServerProcess();
  await server.start();
  line = await createSyncLine(server.port);
  phone = await createDevice({ locale: 'en-GB', viewport: PHONE });
});

test.afterAll(async () => {
  await phone?.end();
  await line?.end();
  await server?.end();
});

async function openTab(path = '/catalogue'): Promise<Page> {
  const page = await phone!.context.newPage();
  await page.goto(line.url + path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return page;
}

async function expectAllSent(page: Page): Promise<void> {
  await page.goto(`${line.url}/me`);
  await expect(page.getByText(sharedEn.connection.allSent)).toBeVisible(SOON);
}

/** Ids of everything that went through the line from a call on. */
const pushedSince = (call: number): readonly string[] => line.pushed.slice(call).flat();

test('three tabs that each recorded something send all of it once, one of them at a time', async () => {
  test.skip(phone === undefined, 'no browser');
  const first = await openTab();
  await wallet.join(first, 'Copper Cup');
  await readyForOffline(first);
  const [second, third] = [await openTab(), await openTab()];
  await expectAllSent(await openTab());

  await phone!.airplane(true);
  const before = line.pushed.length;
  await wallet.join(first, 'Book Harbour');
  await wallet.join(second, 'Green Basket');
  await wallet.join(third, 'Starbucks Rewards');
  await phone!.airplane(false);
  await expect.poll(() => pushedSince(before).length, SOON).toBeGreaterThanOrEqual(3);
  // Seen from a tab of its own: one that is led to another page while it sends leaves its answer unread, and all is sent again.
  await expectAllSent(await openTab());
  const sent = pushedSince(before);
  expect(new Set(sent).size).toBe(sent.length);
  expect(line.most()).toBe(1);
});

/** Of which of these tabs the worker holds the lock of the syncer. */
async function leaderOf(tabs: readonly Page[]): Promise<Page | undefined> {
  for (const tab of tabs) {
    const leads = await tab.workers()[0]!.evaluate(
      () =>
        new Promise<boolean>((done) => {
          void navigator.locks.request(crypto.randomUUID(), async (own) => {
            const { held = [] } = await navigator.locks.query();
            const me = held.find(({ name }) => name === own!.name)!.clientId;
            done(held.some(({ name, clientId }) => name === 'tessera-wallet-sync' && clientId === me));
          });
        }),
    );
    if (leads) return tab;
  }
  return undefined;
}

test('when the tab that sends is closed, or crashes, another one sends', async () => {
  test.skip(ENGINE === 'firefox', NO_LOOK_INSIDE);
  const [first, ...rest] = phone!.context.pages();
  for (const page of rest) await page.close();
  await first!.goto('about:blank');
  let tabs: readonly Page[] = [await openTab(), await openTab(), await openTab()];
  const before = line.pushed.length;
  line.holdAnswers(true);
  await wallet.join(tabs[0]!, 'Verizon Up');

  for (const end of [(page: Page) => page.close(), crash]) {
    await expect.poll(() => line.open(), SOON).toBe(1);
    const leader = (await leaderOf(tabs))!;
    await end(leader);
    tabs = tabs.filter((tab) => tab !== leader);
    await expect.poll(() => leaderOf(tabs), SOON).toBeDefined();
  }
  line.holdAnswers(false);
  await expectAllSent(tabs[0]!);
  // The one that crashed is still there.
  for (const page of phone!.context.pages()) if (!tabs.includes(page)) await page.close();
  expect(new Set(pushedSince(before)).size).toBe(1);
});

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}

test('a hidden page asks for Background Sync, and sends when the browser calls', async () => {
  test.skip(ENGINE === 'firefox', NO_LOOK_INSIDE);
  const { context } = phone!;
  const page = await openTab();
  await wallet.join(page, 'Nike App');
  const asked = await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const { prototype } = (window as unknown as { SyncManager: { prototype: SyncManager } }).SyncManager;
    const register = prototype.register;
    return new Promise<string>((done) => {
      // The browser still decides: a shell of Chromium has the interface and answers that it is disabled.
      prototype.register = function registerSeen(tag) {
        done(tag);
        return register.call(this, tag);
      };
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
  });
  expect(asked).toBe('outbox');

  const start = line.pushed.length;
  await expectAllSent(page);
  await expect.poll(() => line.pushed.length - start, SOON).toBeGreaterThan(0);
  await expect.poll(() => line.open()).toBe(0);
  const session = await context.newCDPSession(page);
  const registrationId = await walletRegistration(session);
  const before = line.pushed.length;
  const call = { origin: line.url, registrationId, tag: asked, lastChance: false };
  await session.send('ServiceWorker.dispatchSyncEvent', call);
  // Sooner than by its own minute; up to five seconds it waits so that not all phones send in step.
  await expect.poll(() => line.pushed.length, { timeout: 30_000 }).toBeGreaterThan(before);
});

/** Not in TypeScript's library. */
interface SyncManager {
  register: (tag: string) => Promise<void>;
}

async function walletRegistration(session: CDPSession): Promise<string> {
  const found = new Promise<string>((done) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${line.url}/`);
      if (own !== undefined) done(own.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  return found;
}

/** A tab of another version, as far as the database can tell. */
async function openDatabaseAs(page: Page, version: number): Promise<void> {
  await page.goto(`${line.url}/api/v1/health`);
  await page.evaluate(
    ([name, number]) =>
      new Promise<void>((done, fail) => {
        const asked = indexedDB.open(name, number);
        asked.addEventListener('success', () => done());
        asked.addEventListener('error', () => fail(asked.error));
        asked.addEventListener('blocked', () => fail(new Error('blocked')));
      }),
    [WALLET_DATABASE, version] as const,
  );
}

test('a tab that a newer version came after lets it through, goes on, and offers it', async () => {
  test.skip(phone === undefined, 'no browser');
  const page = await openTab('/me');
  const newer = await phone!.context.newPage();
  await openDatabaseAs(newer, 900);
  const apply = page.getByRole('button', { name: sharedEn.update.apply });
  await expect(apply).toBeVisible();
  await page.getByRole('button', { name: words.me.syncNow }).click();
  await expect(page.getByText(sharedEn.connection.allSent)).toBeVisible(SOON);
  await apply.click();
  await expect(apply).toHaveCount(0);
  await expect(page.getByText(sharedEn.connection.allSent)).toBeVisible(SOON);
});

test('a tab that an older version holds up says which tabs to close, and goes on by itself', async () => {
  const fresh = await createDevice({ locale: 'en-GB', viewport: PHONE });
  test.skip(fresh === undefined, 'no browser');
  try {
    const older = fresh!.page;
    await openDatabaseAs(older, 1);
    const page = await fresh!.newTab();
    await page.goto(line.url);
    await expect(page.getByText(sharedEn.update.heldUp)).toBeVisible();
    await older.close();
    await expect(page.getByText(sharedEn.update.heldUp)).toHaveCount(0);
    await page.goto(`${line.url}/catalogue`);
    await wallet.join(page, 'Copper Cup');
  } finally {
    await fresh!.end();
  }
});
