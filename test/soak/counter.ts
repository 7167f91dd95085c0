// One round at a counter, done through the till's own screens by a cashier with a hardware scanner.
import type { Page } from '@playwright/test';
import { cashierEn as words } from '#i18n/cashier/en.ts';
import { sharedEn as shared } from '#i18n/shared/en.ts';
import { words as undoWords } from '#i18n/topics/undo/en.ts';
import { shoot } from '../support/wedge-shot.ts';
import type { Customers } from './customers.ts';

export async function sell(page: Page, customers: Customers, amountMinor: number): Promise<void> {
  await enter(page, amountMinor);
  await scan(page, await customers.pass(), 'member');
  await press(page, words.serve.record);
  await page.locator('dialog[open] canvas').waitFor();
  await press(page, words.serve.nextCustomer);
  await ready(page);
}

export async function redeem(
  page: Page,
  customers: Customers,
  amountMinor: number,
  valueMinor: number,
): Promise<void> {
  await enter(page, amountMinor);
  await scan(page, await customers.voucher(valueMinor), 'voucher');
  await press(page, words.serve.redeem);
  await page.locator('dialog[open] canvas').waitFor();
  await press(page, words.serve.nextCustomer);
  await ready(page);
}

/** A lapsed voucher; the sale is thrown away. */
export async function refuse(page: Page, customers: Customers, amountMinor: number): Promise<void> {
  await enter(page, amountMinor);
  await scan(page, await customers.lapsedVoucher(), 'refused');
  await press(page, words.serve.scanAgain);
  await ready(page);
  await page.getByRole('button', { name: words.serve.clear, exact: true }).click();
}

/** Takes back the newest sale that stands, found in the records. */
export async function undoLast(page: Page): Promise<void> {
  await page.getByRole('link', { name: words.nav.queue }).click();
  await page.locator('[data-kind=earn] button').first().click();
  await press(page, undoWords.till.voidAll);
  await press(page, undoWords.till.doVoid);
  await page.locator('dialog[open] canvas').waitFor();
  await press(page, shared.done);
  await page.getByRole('link', { name: words.nav.serve }).click();
  await ready(page);
}

export async function ready(page: Page): Promise<void> {
  await page.locator('[data-step=ready]').waitFor();
}

export async function enter(page: Page, amountMinor: number): Promise<void> {
  for (const digit of String(amountMinor))
    await page.locator('[data-pad]').getByRole('button', { name: digit, exact: true }).click();
  await page.locator(`output[data-amount="${amountMinor}"]`).waitFor();
}

export async function scan(page: Page, code: string, step: string): Promise<void> {
  await shoot(page, [...code, 'Enter']);
  await page.locator(`[data-step=${step}]`).waitFor();
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}
