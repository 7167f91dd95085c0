// How a sheet closes: by a press on the backdrop, not by a slip onto it, and with the focus where it was.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

async function openAt(path: string): Promise<Page> {
  const page = await gallery.browser.newPage({ locale: 'en', viewport: { width: 900, height: 800 } });
  await page.goto(`${gallery.url}${path}`);
  return page;
}

test('text selected past the edge keeps the sheet, a press on the backdrop closes it', async () => {
  const page = await openAt('/safety?sample=full');
  await page.locator('main section').nth(4).waitFor();
  await page.locator('main section').nth(2).locator('button').first().click();
  const field = page.locator('dialog[open] input').last();
  await field.fill('my long passphrase');
  const box = (await field.boundingBox())!;
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + 150, middle);
  await page.mouse.down();
  await page.mouse.move(20, middle, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(300);
  expect(await page.locator('dialog[open]').count()).toBe(1);
  await page.mouse.click(20, middle);
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a sheet that is removed while it is open gives the focus back', async () => {
  const page = await openAt('/devices?sample=full');
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const opener = page.locator('main li button').first();
  await opener.click();
  await page.locator('dialog[open] form button[type=submit]').click();
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.waitForTimeout(200);
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a sheet opens again after it was closed by Escape', async () => {
  const page = await openAt('/?sample=full');
  for (let times = 0; times < 2; times++) {
    await page.getByRole('button', { name: 'Show my pass' }).click();
    await page.locator('dialog[open] canvas').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
  await page.context().close();
});
