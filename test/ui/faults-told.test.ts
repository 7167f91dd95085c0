// What the worker refuses, or throws at, is said where it was asked: nothing looks done, and nothing waits for ever.
import { expect, test } from 'vitest';
import { refusalsEn } from '#i18n/refusals/en.ts';
import { words as catalogue } from '#i18n/topics/catalogue/en.ts';
import { words as devices } from '#i18n/topics/devices/en.ts';
import { words as pay } from '#i18n/topics/pay/en.ts';
import { openPage, pasteCode } from '../support/gallery-pages.ts';
import { showGallery } from '../support/shown-gallery.ts';

const FULL = refusalsEn.texts.storage_full.headline;
const UNFORESEEN = refusalsEn.texts.internal.headline;

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test('a programme that could not be removed or hidden is still there, and the fault is said', async () => {
  const page = await openPage(gallery, '/catalogue/stone-oven?sample=full', storageIsFull);
  await page.getByRole('button', { name: catalogue.remove }).click();
  const full = page.getByText(FULL);
  await full.waitFor();
  expect(new URL(page.url()).pathname).toBe('/catalogue/stone-oven');
  await page.goto(page.url().replace('stone-oven', 'starbucks'));
  await page.getByRole('button', { name: catalogue.hide }).click();
  await full.waitFor();
  await page.context().close();
});

test('a wrong code on the way to linking is said, and the phone goes on asking', async () => {
  const page = await openPage(gallery, '/link?sample=empty', yesAfterRubbish);
  await page.locator('form button[type=submit]').click();
  await page.locator('canvas').waitFor();
  await page.getByRole('button', { name: devices.scanAnswer }).click();
  await pasteCode(page, 'RUBBISH');
  await page.getByText(devices.faults.link_unreadable).waitFor();
  await page.getByRole('button', { name: devices.home }).waitFor();
  await page.context().close();
});

test('a join that throws leaves no card busy, and says so', async () => {
  const page = await openPage(gallery, '/catalogue/marriott-88?sample=empty', everythingThrows);
  await page.getByRole('button', { name: /^Join/ }).first().click();
  await page.getByText(UNFORESEEN).first().waitFor();
  expect(await page.locator('[aria-busy=true]').count()).toBe(0);
  await page.context().close();
});

test('a recovery code that cannot be made leaves no empty sheet', async () => {
  const page = await openPage(gallery, '/safety?sample=full', everythingThrows);
  await page.locator('main section').nth(4).waitFor();
  await page.locator('main section').first().locator('button').click();
  await page.locator('dialog[open]').getByText(UNFORESEEN).waitFor();
  await page.context().close();
});

test('a proof that cannot be made is said on its card', async () => {
  const page = await openPage(gallery, '/inbox?sample=full', everythingThrows);
  const save = page.getByRole('article').locator('button').first();
  await save.click();
  await page.getByRole('article').getByText(UNFORESEEN).waitFor();
  await page.context().close();
});

test('the code of a payment that cannot be shown again is said, and asked for again', async () => {
  const page = await openPage(gallery, '/activity?sample=full', onePaymentWithoutCode);
  await page.locator('main li button').first().click();
  const show = page.locator('dialog[open]').getByRole('button', { name: pay.showAgain });
  await show.click();
  await page.locator('dialog[open]').getByText(UNFORESEEN).waitFor();
  expect(await show.getAttribute('aria-busy')).toBe('false');
  await page.context().close();
});

function onePaymentWithoutCode(): void {
  window.answers = {
    activity: async () => [
      {
        id: 'p',
        kind: 'paid',
        atMs: 1_795_000_000_000,
        merchantName: 'SHOP ONE',
        looks: [],
        postings: [],
        paymentId: 'p',
        state: { kind: 'unverified' },
      },
    ],
    paymentCode: async () => {
      throw new Error('planted');
    },
  };
}

function storageIsFull(): void {
  const refused = async () => ({ ok: false, error: { kind: 'storage_full' } }) as const;
  window.answers = { removeProgrammeFile: refused, hideProgramme: refused };
}

function yesAfterRubbish(): void {
  let isWrong = false;
  window.answers = {
    takeLink: async (text) => {
      if (text !== undefined) isWrong = true;
      if (isWrong && text === undefined) return { ok: true, value: { memberName: 'M', receipts: 1 } };
      return { ok: false, error: { kind: text === undefined ? 'link_unknown' : 'link_unreadable' } };
    },
  };
}

function everythingThrows(): void {
  const thrown = async () => {
    throw new Error('planted');
  };
  window.answers = { join: thrown, newRecoveryCode: thrown, exportEvidence: thrown };
}
