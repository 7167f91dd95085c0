// A call of the worker that fails without a word: each form of the till says so, and can be sent again.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { words } from '#i18n/cashier/en.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { showGallery } from '../support/shown-gallery.ts';
import type { SampleTill } from '../support/sample-cashier.ts';
import { typeByHand } from '../support/type-by-hand.ts';

const gallery = showGallery('test/cashier/gallery/vite.config.ts');
const { headline } = refusalText(words.refusals, 'internal');

type Call = keyof SampleTill['services']['api'];

const inDialog = (page: Page, place: number) => page.locator('dialog[open] button').nth(place).click();
const transfer = (page: Page, place: number) =>
  page.locator('main > :not([hidden]) section').last().locator('button').nth(place).click();
const openRedemption = async (page: Page): Promise<void> => {
  await page.locator('[data-kind=redeem] button').first().click();
  await page.locator('dialog[open] code').first().waitFor();
};

const FORMS: Readonly<Partial<Record<Call, readonly [string, (page: Page) => Promise<void>]>>> = {
  openShift: ['#shift', (page) => page.locator('main form button').click()],
  closeShift: [
    '?shift#shift',
    async (page) => {
      await page.locator('main > :not([hidden]) section button').first().click();
      await inDialog(page, 1);
    },
  ],
  exportUnsent: ['?shift#shift', (page) => transfer(page, 0)],
  importUnsent: [
    '#shift',
    async (page) => {
      await transfer(page, 1);
      const file = { name: 'x', mimeType: 'application/octet-stream', buffer: Buffer.from('x') };
      await page.locator('dialog[open] input[type=file]').setInputFiles(file);
      await page.locator('dialog[open] input[type=text]').fill('K7QX 2MFA');
      await page.locator('dialog[open] button[type=submit]').click();
    },
  ],
  pair: [
    '?till=new',
    async (page) => {
      await page.locator('form input').first().fill('ABCD2345');
      await page.locator('form input').last().fill('Front desk');
      await page.locator('form button').click();
    },
  ],
  askToBeAdded: [
    '?till=new',
    async (page) => {
      await page.locator('main button:has(svg)').first().click();
      await page.locator('main form input').last().fill('Front desk');
      await page.locator('main form button').last().click();
    },
  ],
  undo: [
    '#queue',
    async (page) => {
      await openRedemption(page);
      await inDialog(page, 2);
      await page.locator('dialog[open] fieldset').first().waitFor();
      await inDialog(page, 1);
    },
  ],
  requestPayment: [
    '#serve',
    async (page) => {
      await typeByHand(page, '1250');
      await page.locator('[data-pay-open] button').click();
      await page.locator('dialog[open] [aria-live]').waitFor();
      await page.locator('dialog[open] button').last().click();
    },
  ],
  payOffer: [
    '#serve',
    async (page) => {
      await typeByHand(page, '1250');
      await page.locator('[data-pay-open] button').click();
    },
  ],
};

test.each(Object.entries(FORMS))('%s', async (name, [address, act]) => {
  const context = await gallery.browser.newContext({ locale: 'en', viewport: { width: 1024, height: 768 } });
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  await page.goto(`${gallery.url}/${address}`);
  await page.locator('main > :not([hidden])').first().waitFor();
  await page.evaluate((called) => {
    const { api } = (window as unknown as { readonly till: SampleTill }).till.services;
    Object.assign(api, { [called]: () => Promise.reject(new Error('planted')) });
  }, name);
  await act(page);
  await page.getByText(headline).waitFor();
  expect(await page.locator('[aria-busy=true]').count()).toBe(0);
  await context.close();
});
