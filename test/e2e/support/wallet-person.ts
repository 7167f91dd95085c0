// What a customer does with the wallet, in the customer's own words on the screen.
import { expect, type Locator, type Page } from '@playwright/test';
import { walletEn as words } from '#i18n/wallet/en.ts';
import type { Device } from './device.ts';

export const code = (page: Page): Locator => page.locator('canvas[data-code]:visible');
export const connection = (page: Page): Locator => page.locator('output[data-mode]').first();

export async function join(page: Page, programmeName: string): Promise<void> {
  await page.getByRole('button', { name: words.catalogue.joinName(programmeName) }).click();
  const offer = page.getByRole('article').filter({ has: page.getByRole('heading', { name: programmeName }) });
  await expect(offer.getByText(words.catalogue.joined, { exact: true })).toBeVisible();
}

/** Opens the pass; the code stays on screen until `leave`. */
export async function showPass(page: Page, url: string): Promise<Locator> {
  await page.goto(url);
  await page.getByRole('button', { name: words.home.showPass }).click();
  await expect(code(page)).toBeVisible();
  return code(page);
}

export async function showVoucher(page: Page, url: string, title: string): Promise<Locator> {
  await page.goto(`${url}/vouchers`);
  await page.getByRole('button', { name: title }).first().click();
  await page
    .getByRole('button', { name: new RegExp(`^(${words.voucher.show}|${words.voucher.showAgain})$`) })
    .click();
  await expect(code(page)).toBeVisible();
  return code(page);
}

/** Goes to the scan screen and holds the till's screen before the camera; the headline of the result. */
export async function scanReceipt(device: Device, url: string, screen: Locator): Promise<Locator> {
  await device.page.goto(`${url}/scan`);
  await device.see(screen);
  const result = device.page.locator('[data-result]');
  await expect(result).toBeVisible({ timeout: 30_000 });
  await device.see(undefined);
  return result;
}
