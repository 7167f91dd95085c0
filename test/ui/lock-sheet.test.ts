// The sheets of the lock: each try counts, and what was refused is never shown as done.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

/** `answers` is the text of an object of functions, by the name of what is asked. */
async function openWith(answers: string, path: string): Promise<Page> {
  const page = await gallery.browser.newPage({ locale: 'en' });
  await page.addInitScript(`window.answers = ${answers};`);
  await page.goto(`${gallery.url}${path}`);
  return page;
}

function timesAsked(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (wanted) => (window as unknown as { asked: string[] }).asked.filter((asked) => asked === wanted).length,
    name,
  );
}

const SLOW_REFUSAL = `() => new Promise((resolve) =>
  setTimeout(() => resolve({ ok: false, error: { kind: 'wrong_pin' } }), 600))`;

test.each([
  ['a double tap', async (page: Page) => page.locator('dialog[open] form button[type=submit]').dblclick()],
  [
    'Enter, twice',
    async (page: Page) => {
      await page.locator('dialog[open] form input').last().press('Enter');
      await page.keyboard.press('Enter');
    },
  ],
])('%s on a PIN is one try', async (_, send) => {
  const page = await openWith(`{ setPin: ${SLOW_REFUSAL} }`, '/me?sample=empty');
  await page.locator('[data-lock-open=set-pin] button').click();
  const fields = page.locator('dialog[open] form input');
  await fields.nth(0).fill('1234');
  await fields.nth(1).fill('1234');
  await send(page);
  await page
    .locator('dialog[open] form [role=alert], dialog[open] form [aria-invalid=true]')
    .first()
    .waitFor();
  await page.waitForTimeout(700);
  expect(await timesAsked(page, 'setPin')).toBe(1);
  await page.context().close();
});

test('a second tap on the form of recovery is no second call', async () => {
  const page = await openWith(
    `{ recover: () => new Promise((resolve) =>
      setTimeout(() => resolve({ ok: false, error: { kind: 'wallet_in_use' } }), 900)) }`,
    '/recover?sample=empty',
  );
  await page.locator('main textarea').first().fill('7F3A-91C2-K0VD-8TQM-2XJ4-RB6N-5GHW');
  const button = page.locator('main form > button[type=submit]');
  await button.click();
  await page.locator('main form > button[aria-busy=true]').waitFor();
  await button.click({ force: true });
  await page.locator('main form > button[aria-busy=false]').first().waitFor();
  await page.waitForTimeout(300);
  expect(await timesAsked(page, 'recover')).toBe(1);
  await page.context().close();
});

test('a PIN that could not be removed is said to be still there', async () => {
  const page = await openWith(
    `{ ask: async () => ({ ok: true, value: {} }), removePin: async () => ({ ok: false, error: { kind: 'locked' } }) }`,
    '/me?sample=full',
  );
  await page.locator('[data-lock-open=remove-pin] button').click();
  await page.locator('dialog[open] div > button').last().click();
  await page.locator('dialog[open] [role=status]').waitFor();
  expect(await timesAsked(page, 'removePin')).toBe(1);
  await page.context().close();
});
