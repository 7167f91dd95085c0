// What is signed cannot be taken back: it is shown as what it is, and never for another till's question.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { openPage, pasteCode } from '../support/gallery-pages.ts';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test('a payment under way cannot be left, and its code is not shown for the next request', async () => {
  const page = await openPage(gallery, '/scan?sample=full', requestsWithSlowAnswers);
  await pasteCode(page, 'SHOP ONE');
  const question = page.locator('[data-pay]');
  await question.getByRole('button', { name: 'Pay now' }).click();
  expect(await question.getByRole('button', { name: 'Do not pay' }).isDisabled()).toBe(true);
  // The second Escape closes a dialog whatever the page says.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => question.isVisible()).toBe(true);
  await sayIt(page);
  expect(await page.locator('dialog[open] canvas').getAttribute('data-code')).toBe('CODE FOR SHOP ONE');
  await page.keyboard.press('Escape');
  await pasteCode(page, 'SHOP TWO');
  await question.getByText('SHOP TWO').waitFor();
  expect(await page.locator('canvas').count()).toBe(0);
  expect(await question.getByRole('button', { name: 'Do not pay' }).isDisabled()).toBe(false);
  await page.context().close();
});

test('a payment that came to nothing says so, and can be tried again or left', async () => {
  const page = await openPage(gallery, '/scan?sample=full', requestsThatFail);
  await pasteCode(page, 'SHOP ONE');
  const question = page.locator('[data-pay]');
  await question.getByRole('button', { name: 'Pay now' }).click();
  await question.getByRole('status').waitFor();
  await question.getByRole('button', { name: 'Pay now' }).click();
  await expect.poll(() => page.evaluate(() => document.body.dataset['asked'])).toBe('2');
  expect(await page.locator('[aria-busy=true]').count()).toBe(0);
  await question.getByRole('button', { name: 'Do not pay' }).click();
  await question.waitFor({ state: 'detached' });
  await page.context().close();
});

test('a payment that is never answered can be left, and is shown when it is answered late', async () => {
  const page = await openPage(gallery, '/scan?sample=full', requestsWithSlowAnswers);
  await pasteCode(page, 'SHOP ONE');
  const question = page.locator('[data-pay]');
  await page.clock.install();
  await question.getByRole('button', { name: 'Pay now' }).click();
  await page.clock.fastForward(14_000);
  expect(await question.getByRole('button', { name: 'Do not pay' }).isDisabled()).toBe(true);
  await page.clock.fastForward(2_000);
  await question.getByRole('status').getByText('No answer from this device').waitFor();
  expect(await page.getByText('Something went wrong').count()).toBe(1);
  expect(await question.getByRole('button', { name: 'Do not pay' }).isDisabled()).toBe(false);
  await sayIt(page);
  await page.locator('dialog[open] canvas').waitFor();
  expect(await page.getByText('Something went wrong').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.clock.runFor(1_000);
  await pasteCode(page, 'SHOP TWO');
  await question.getByRole('button', { name: 'Pay now' }).click();
  await page.clock.fastForward(16_000);
  await question.getByRole('button', { name: 'Do not pay' }).click();
  await question.waitFor({ state: 'detached' });
  await page.context().close();
});

test('two taps show one voucher, and its code comes up for its own till', async () => {
  const page = await openPage(gallery, '/scan?sample=full', challengesWithSlowAnswers);
  await pasteCode(page, 'SHOP ONE');
  const choices = page.locator('[data-challenge] button');
  await choices.nth(0).click();
  await choices.nth(1).click({ force: true });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => choices.first().isVisible()).toBe(true);
  await sayIt(page);
  expect(await page.locator('dialog[open] canvas').getAttribute('data-code')).toBe('a FOR SHOP ONE');
  await page.keyboard.press('Escape');
  await pasteCode(page, 'SHOP TWO');
  await page.locator('[data-challenge]').getByText('SHOP TWO').waitFor();
  expect(await page.locator('canvas').count()).toBe(0);
  await page.context().close();
});

/** The worker answers what it was asked, in the order it was asked. */
async function sayIt(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('say-it')));
  await page.locator('dialog[open] canvas').first().waitFor();
}

function requestsWithSlowAnswers(): void {
  const ask = (merchantName: string) => ({
    merchantName,
    points: 150,
    unitName: 'points',
    value: { amountMinor: 150, currency: { code: 'EUR', exponent: 2 } },
    remaining: 60,
    allowanceLeft: 50,
  });
  window.answers = {
    readCode: async (text) => ({ ok: true, value: { kind: 'pay_request', text, ask: ask(text) } }),
    confirmPayment: async (text) => {
      await new Promise((resolve) => window.addEventListener('say-it', resolve));
      const code = { text: `CODE FOR ${text}`, madeAtMs: Date.now() };
      return { ok: true, value: { paymentId: 'p', code, ask: ask(text), answered: false } };
    },
  };
}

function requestsThatFail(): void {
  let asked = 0;
  const ask = {
    merchantName: 'SHOP ONE',
    points: 150,
    unitName: 'points',
    value: { amountMinor: 150, currency: { code: 'EUR', exponent: 2 } },
    remaining: 60,
    allowanceLeft: 50,
  };
  window.answers = {
    readCode: async (text) => ({ ok: true, value: { kind: 'pay_request', text, ask } }),
    confirmPayment: async () => {
      document.body.dataset['asked'] = `${++asked}`;
      throw new Error('planted');
    },
  };
}

function challengesWithSlowAnswers(): void {
  const look = { programmeId: 'x', name: 'X', merchantName: 'X', colour: '#123456', icon: 'cup' };
  const voucher = (key: string) => ({
    key,
    look,
    title: `Voucher ${key}`,
    off: { kind: 'percent', basisPoints: 2000 } as const,
    state: 'live' as const,
  });
  window.answers = {
    readCode: async (text) => ({
      ok: true,
      value: {
        kind: 'challenge',
        text,
        challenge: { merchantName: text, vouchers: [voucher('a'), voucher('b')] },
      },
    }),
    answerChallenge: async (text, key) => {
      await new Promise((resolve) => window.addEventListener('say-it', resolve));
      return {
        ok: true,
        value: { code: { text: `${key} FOR ${text}`, madeAtMs: Date.now() }, voucher: voucher(key) },
      };
    },
  };
}
