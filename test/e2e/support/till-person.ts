// What a cashier does at the till, in the till's own language.
import { expect, type Locator, type Page } from '@playwright/test';
import { cashierFa as words } from '#i18n/cashier/fa.ts';
import { sharedFa as shared } from '#i18n/shared/fa.ts';
import type { Device } from './device.ts';
import { code } from './wallet-person.ts';

export async function pair(page: Page, pairingCode: string, name: string): Promise<void> {
  await page.getByLabel(words.terminal.pairingCode).fill(pairingCode);
  await page.getByLabel(words.terminal.tillName).fill(name);
  await page.getByRole('button', { name: words.terminal.pair }).click();
  await expect(page.getByRole('link', { name: words.nav.serve })).toBeVisible();
}

/** Types an amount on the pad, in minor units, and chooses a category by its place. */
export async function enterAmount(page: Page, amountMinor: number, category = 0): Promise<void> {
  const radios = page.getByRole('radio');
  if ((await radios.count()) > category) await radios.nth(category).check({ force: true });
  for (const digit of String(amountMinor)) {
    await page
      .getByRole('button', { name: new Intl.NumberFormat('fa').format(Number(digit)), exact: true })
      .click();
  }
  await expect(page.locator('output[data-amount]')).toHaveAttribute('data-amount', String(amountMinor));
}

/** Holds the customer's screen before the till's camera; the result card. */
export async function scan(device: Device, screen: Locator): Promise<Locator> {
  await device.see(screen);
  const result = device.page.locator('[data-result]');
  await expect(result).toBeVisible({ timeout: 30_000 });
  await device.see(undefined);
  return result;
}

/** Records the open sale; the receipt's code on the customer's side of the till. */
export async function record(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: words.serve.record }).click();
  await expect(code(page)).toBeVisible();
  return code(page);
}

export async function redeem(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: words.serve.redeem }).click();
  await expect(code(page)).toBeVisible();
  return code(page);
}

export async function nextCustomer(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.serve.nextCustomer }).click();
  await expect(code(page)).toHaveCount(0);
}

/** Gives the till a code as text, as a person would who has it in the clipboard; the result card. */
export async function paste(page: Page, text: string): Promise<Locator> {
  await page.getByRole('button', { name: shared.scanner.paste }).click();
  await page.getByRole('textbox', { name: shared.scanner.pasteLabel }).fill(text);
  await page.getByRole('button', { name: shared.scanner.pasteUse }).click();
  const result = page.locator('[data-result]');
  await expect(result).toBeVisible();
  return result;
}
