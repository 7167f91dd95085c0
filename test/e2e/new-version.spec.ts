// A new version comes out while pages are open: they find it by themselves within the hour, offer it, and go over to it when
// somebody says so, in every tab, with everything in place.
import { expect, type Page, test } from '@playwright/test';
import { sharedEn } from '#i18n/shared/en.ts';
import { sharedFa } from '#i18n/shared/fa.ts';
import { walletEn as walletWords } from '#i18n/wallet/en.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createDevice, type Device, PHONE, TABLET } from './support/device.ts';
import { readyForOffline } from './support/offline.ts';
import { createReleases, type Releases } from './support/releases.ts';
import * as till from './support/till-person.ts';
import * as wallet from './support/wallet-person.ts';

test.describe.configure({ mode: 'serial' });

let server: ServerProcess;
let releases: Releases;
let phone: Device;
let tablet: Device;

test.beforeAll(async () => {
  server = await createServerProcess();
  await server.start();
  releases = await createReleases(server.port);
  const devices = await Promise.all([
    createDevice({ locale: 'en-GB', viewport: PHONE }),
    createDevice({ locale: 'fa-IR', viewport: TABLET }),
  ]);
  [phone, tablet] = devices as [Device, Device];
});

test.afterAll(async () => {
  await phone?.end();
  await tablet?.end();
  await releases?.end();
  await server?.end();
});

async function anHourLater(page: Page): Promise<void> {
  await page.clock.fastForward('01:00:01');
}

async function expectRelease(page: Page, version: string): Promise<void> {
  await expect(page.locator(`meta[name=release][content="${version}"]`)).toHaveCount(1);
}

test('an open wallet finds it, waits for a yes, and has all that it had', async () => {
  const { page } = phone;
  await page.clock.install();
  await page.goto(`${releases.url}/catalogue`);
  await wallet.join(page, 'Copper Cup');
  await readyForOffline(page);
  const other = await phone.newTab();
  await other.goto(releases.url);
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();

  releases.release('second');
  await anHourLater(page);
  const apply = (tab: Page) => tab.getByRole('button', { name: sharedEn.update.apply });
  await expect(apply(page)).toBeVisible();
  await expect(page.locator('meta[name=release]')).toHaveCount(0);
  await apply(page).click();
  await expectRelease(page, 'second');
  await expect(page.getByText(walletWords.catalogue.joined, { exact: true })).toBeVisible();

  // The other tab was in the middle of something, perhaps: it stays, and is offered the same.
  await expect(other.locator('meta[name=release]')).toHaveCount(0);
  await apply(other).click();
  await expectRelease(other, 'second');
});

test('a till that is open for days finds one after the other', async () => {
  const { page } = tablet;
  const printed = await server.admin('terminal', 'pair', 'copper-cup', '--name', 'Counter');
  const pairingCode = /\b[0-9A-HJKMNP-TV-Z]{8}\b/.exec(printed)![0];
  await page.clock.install();
  await page.goto(`${releases.url}/cashier/`);
  await till.pair(page, pairingCode, 'Counter');
  await readyForOffline(page);
  const apply = page.getByRole('button', { name: sharedFa.update.apply });

  releases.release('third');
  await anHourLater(page);
  await expect(apply).toBeVisible();
  await page.getByRole('button', { name: sharedFa.update.later }).click();
  await expect(apply).toHaveCount(0);

  releases.release('fourth');
  await anHourLater(page);
  await apply.click();
  await expectRelease(page, 'fourth');
  await tablet.airplane(true);
  await page.reload();
  await expectRelease(page, 'fourth');
  await till.enterAmount(page, 450);
});
