// One laptop, no camera: both apps in one page, each one's scanner sees the other's screen, one switch cuts both off.
import { expect, type FrameLocator, test } from '@playwright/test';
import { cashierEn as till } from '#i18n/cashier/en.ts';
import { en as words } from '#i18n/demo/en.ts';
import { walletEn as wallet } from '#i18n/wallet/en.ts';
import { axeFaultsOn } from '../support/axe.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createDevice, type Device } from './support/device.ts';

test.describe.configure({ mode: 'serial' });

let server: ServerProcess;
let laptop: Device;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createServerProcess();
  await server.start();
  const device = await createDevice({ locale: 'en-GB', viewport: { width: 1280, height: 1100 } });
  test.skip(device === undefined, 'this browser is not to be had here');
  laptop = device!;
});

test.afterAll(async () => {
  await laptop?.end();
  await server?.end();
});

test('a sale between the two frames, cut off from the server', async () => {
  const { page } = laptop;
  await page.goto(`${server.url}/demo/`);
  const [phone, counter] = [frame('wallet'), frame('cashier')];
  await phone.getByRole('button', { name: wallet.home.toCatalogue }).click();
  const join = phone.getByRole('button', { name: wallet.catalogue.joinName('Copper Cup') });
  const done = phone.getByRole('button', { name: wallet.catalogue.done });
  // Firefox now and then loses a press in a frame that has just come up; a person presses again.
  await expect(async () => {
    if (!(await done.isVisible())) await join.click({ timeout: 10_000 });
    await expect(done).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 90_000 });
  await done.click();
  await counter.getByLabel(till.terminal.pairingCode).fill(await pairingCode());
  await counter.getByLabel(till.terminal.tillName).fill('Counter');
  await counter.getByRole('button', { name: till.terminal.pair }).click();
  // Paired, before nobody can be asked any more.
  await expect(counter.getByRole('button', { name: '1', exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(phone.locator('output[data-mode]').first()).toHaveAttribute('data-unsent', '0');
  await page.getByRole('switch', { name: words.cut }).click();
  await expect(page.getByText(words.cutOn)).toBeVisible();
  await expect(counter.locator('output[data-mode]').first()).toHaveAttribute('data-mode', 'offline');
  await phone.getByRole('button', { name: wallet.home.showPass }).click();
  for (const digit of '1250') await counter.getByRole('button', { name: digit, exact: true }).click();
  await counter.getByRole('button', { name: till.serve.record }).click({ timeout: 30_000 });
  await phone.getByRole('button', { name: wallet.voucher.scanReceipt }).click();
  await expect(phone.getByText(wallet.scan.earned)).toBeVisible({ timeout: 30_000 });
  await expect(phone.locator('output[data-mode]').first()).toHaveAttribute('data-unsent', '1');
});

test('joined up again, both outboxes drain by themselves', async () => {
  await laptop.page.getByRole('switch', { name: words.cut }).click();
  for (const name of ['wallet', 'cashier']) {
    const badge = frame(name).locator('output[data-mode]').first();
    await expect(badge).toHaveAttribute('data-unsent', '0', { timeout: 30_000 });
    await expect(badge).toHaveAttribute('data-mode', 'online');
  }
});

test('the page around them is accessible', async () => {
  expect(await axeFaultsOn(laptop.page)).toEqual([]);
});

function frame(name: string): FrameLocator {
  return laptop.page.frameLocator(`iframe[name="${name}"]`);
}

async function pairingCode(): Promise<string> {
  return (await server.admin('terminal', 'pair', 'copper-cup', '--name', 'Counter')).trim();
}
