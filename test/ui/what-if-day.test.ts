// A purchase tried out for another day: what is reckoned is what the form says.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { words } from '#i18n/topics/plan/en.ts';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

async function formOf(): Promise<Page> {
  const page = await gallery.browser.newPage({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  await page.goto(`${gallery.url}/what-if?sample=full`);
  await page.getByLabel(words.amount('EUR')).fill('12.40');
  return page;
}

test('a day that was left open is asked for and not taken for now', async () => {
  const page = await formOf();
  await page.getByRole('radio', { name: words.day }).check();
  await page.getByRole('button', { name: words.see }).click();
  const day = page.getByLabel(words.day).and(page.locator('input[type=date]'));
  await expect.poll(() => day.getAttribute('aria-invalid')).toBe('true');
  expect(await day.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByText(words.dayProblem).isVisible()).toBe(true);
  expect(await page.evaluate(() => (window as { asked?: string[] }).asked)).not.toContain('whatIf');
  await day.fill('2999-01-02');
  expect(await page.getByText(words.dayProblem).count()).toBe(0);
  await page.getByRole('button', { name: words.see }).click();
  await page.getByRole('region', { name: words.result }).getByRole('heading').first().waitFor();
  await page.context().close();
});

test('a basket that was bought before is reckoned for now, and the form says so', async () => {
  const page = await formOf();
  await page.getByRole('radio', { name: words.day }).check();
  await page.getByRole('button', { name: /^Like / }).click();
  await page.getByRole('region', { name: words.result }).waitFor();
  expect(await page.getByRole('radio', { name: words.now }).isChecked()).toBe(true);
  expect(await page.locator('input[type=date]').count()).toBe(0);
  await page.context().close();
});
