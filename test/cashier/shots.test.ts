// A hardware scanner shoots whatever is in front of it, on every screen of the till and over every sheet: a shot never
// sends a form, opens nothing that lies behind something else, and one that was not taken is heard.
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { words } from '#i18n/topics/till-pay/en.ts';
import { showGallery } from '../support/shown-gallery.ts';
import type { SampleTill } from '../support/sample-cashier.ts';
import { shootInto } from '../support/wedge-shot.ts';
import { typeByHand } from '../support/type-by-hand.ts';

/** Longer than a scanner's last key may be told from. */
const QUIET_MS = 250;
const CODE = 'LW1:member';

const gallery = showGallery('test/cashier/gallery/vite.config.ts');

type Window_ = Window & { readonly till: SampleTill; readonly told: string[] };

/** Runs one behaviour on a fresh till whose calls of the worker and sounds are written down. */
async function atTill(address: string, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await gallery.browser.newContext({
    locale: 'en',
    viewport: { width: 1024, height: 768 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${gallery.url}/${address}`);
  await page.locator('main > :not([hidden])').first().waitFor();
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const { api, feedback } = (window as unknown as Window_).till.services;
    Object.assign(feedback, { play: (sound: string) => told.push(sound) });
    for (const name of [
      'pair',
      'openShift',
      'importUnsent',
      'askToBeAdded',
      'undo',
      'requestPayment',
    ] as const) {
      const call = api[name] as (...asked: unknown[]) => unknown;
      Object.assign(api, {
        [name]: (...asked: unknown[]) => {
          told.push(name);
          return call(...asked);
        },
      });
    }
  });
  await act(page);
  await context.close();
}

const told = (page: Page) => page.evaluate(() => (window as unknown as Window_).told);

describe('a shot into a field sends no form and stays in no field', () => {
  const places: Readonly<Record<string, readonly [string, (page: Page) => Promise<void>]>> = {
    'the name at the opening of a shift': ['#shift', async () => undefined],
    'the pairing of a till': [
      '?till=new',
      async (page) => {
        await page.locator('form input').first().fill('ABCD2345');
        await page.locator('form input').last().fill('Front desk');
      },
    ],
    'the name of a till that is added': [
      '?till=new',
      async (page) => {
        await page.locator('main button:has(svg)').first().click();
        await page.locator('main form input').last().fill('Front desk');
      },
    ],
    'the code of another till’s records': [
      '#shift',
      async (page) => {
        await page.locator('main > :not([hidden]) section').last().locator('button').nth(1).click();
        const file = { name: 'x', mimeType: 'application/octet-stream', buffer: Buffer.from('x') };
        await page.locator('dialog[open] input[type=file]').setInputFiles(file);
        await page.locator('dialog[open] input[type=text]').fill('K7QX 2MFA');
      },
    ],
    'the search of the records': [
      '#queue',
      (page) => page.locator('main > :not([hidden]) input[type=text]').fill('46'),
    ],
    'the amount of a refund': [
      '#queue',
      async (page) => {
        await page.locator('[data-kind=redeem] button').first().click();
        await page.locator('dialog[open] code').first().waitFor();
        await page.locator('dialog[open] button').nth(3).click();
        await page.locator('dialog[open] input[inputmode=numeric]').last().fill('9000');
      },
    ],
    'the amount to pay with points': [
      '#serve',
      async (page) => {
        await typeByHand(page, '1250');
        await page.locator('[data-pay-open] button').click();
        await page.locator('dialog[open] input').fill('7.50');
      },
    ],
  };

  test.each(Object.entries(places))('%s', (_, [address, open]) =>
    atTill(address, async (page) => {
      await open(page);
      const scope =
        (await page.locator('dialog[open]').count()) > 0 ? 'dialog[open]' : 'main > :not([hidden])';
      const field = page.locator(`${scope} input:not([type=file], [type=radio], [type=date])`).last();
      await field.focus();
      const before = await field.inputValue();
      // The second one is shorter than any code, but no less quick.
      for (const code of [CODE, '4711']) {
        await page.waitForTimeout(QUIET_MS);
        await shootInto(page, code, ['Enter', 'Enter']);
        await page.waitForTimeout(QUIET_MS);
        if (code === CODE) expect(await field.inputValue()).toBe(before);
      }
      const sounds = ['accepted', 'saved', 'attention', 'refused'];
      expect((await told(page)).filter((each) => !sounds.includes(each))).toEqual([]);
    }),
  );
});

test('a shot that no screen waits for is heard, once for as long as the scanner is held on the code', () =>
  atTill('#shift', async (page) => {
    await page.locator('main form').waitFor();
    await shootInto(page, CODE);
    await page.waitForTimeout(QUIET_MS);
    await shootInto(page, CODE);
    expect(await told(page)).toEqual(['attention']);
    await page.waitForTimeout(QUIET_MS);
    await shootInto(page, 'LW1:voucher');
    expect(await told(page)).toEqual(['attention', 'attention']);
  }));

describe('while points are to pay', () => {
  async function open(page: Page): Promise<void> {
    await typeByHand(page, '1250');
    await page.locator('[data-pay-open] button').click();
    await page.locator('dialog[open] [aria-live]').waitFor();
    await page.waitForTimeout(QUIET_MS);
  }
  const decisions = (page: Page) => page.locator('[data-step=member], [data-result]').count();

  test('a shot opens nothing behind the question, and is told not to be taken', () =>
    atTill('#serve', async (page) => {
      await open(page);
      await shootInto(page, CODE);
      await page.locator('dialog[open]').getByText(words.notTaken).waitFor();
      expect(await told(page)).toEqual(['attention']);
      expect(await decisions(page)).toBe(0);
      await page.keyboard.press('Escape');
      await page.locator('[data-step=ready]').waitFor();
      await page.waitForTimeout(QUIET_MS);
      expect(await decisions(page)).toBe(0);
    }));

  test('the camera opens nothing behind the question', () =>
    atTill('#serve', async (page) => {
      await open(page);
      await page.locator('[data-scanner=paused]').waitFor({ state: 'attached' });
      await page.evaluate((text) => (window as unknown as Window_).till.scan(text), CODE);
      await page.waitForTimeout(QUIET_MS);
      expect(await decisions(page)).toBe(0);
    }));

  test('a shot while the customer is shown the request is the answer to it', () =>
    atTill('#serve', async (page) => {
      await open(page);
      await page.locator('dialog[open] button').last().click();
      await page.locator('dialog[open] canvas').waitFor();
      await shootInto(page, CODE);
      await page.locator('[data-step=member] [data-result]').waitFor();
      expect(await page.locator('dialog[open]').count()).toBe(0);
      expect(await page.locator('output[data-amount]').getAttribute('data-amount')).toBe('1250');
    }));
});

test('a shot while the phone is shown a question is the answer to it', () =>
  atTill('#serve', async (page) => {
    await page.evaluate(() => {
      const { api } = (window as unknown as Window_).till.services;
      const { readCode } = api;
      const stale = { ok: true, value: { kind: 'refused', readingId: 's', reason: { kind: 'stale' } } };
      Object.assign(api, {
        readCode: async (...asked: Parameters<typeof readCode>) => {
          await new Promise((done) => setTimeout(done, 100));
          return asked[0] === 'LW1:stale' ? stale : readCode(...asked);
        },
      });
    });
    await typeByHand(page, '12500');
    await page.waitForTimeout(QUIET_MS);
    await shootInto(page, 'LW1:stale');
    await page.getByRole('button', { name: words.challenge }).click();
    await page.locator('dialog[open] canvas').waitFor();
    await shootInto(page, 'LW1:voucher');
    await page.locator('[data-step=voucher] [data-result]').waitFor();
    expect(await page.locator('dialog[open]').count()).toBe(0);
  }));

test('a shot over the sheet for pasting opens nothing behind it', () =>
  atTill('#serve', async (page) => {
    await typeByHand(page, '1250');
    await page.locator('section[data-scanner] button').last().click();
    await page.locator('dialog[open] textarea').focus();
    await shootInto(page, CODE);
    await page.waitForTimeout(QUIET_MS);
    expect(await page.locator('[data-result]').count()).toBe(0);
    expect(await told(page)).toEqual(['attention']);
    expect(await page.locator('[data-scanner=paused]').count()).toBe(1);
  }));

test('a code that is shot while another one is decided about is heard not to be taken', () =>
  atTill('#serve', async (page) => {
    await typeByHand(page, '1250');
    await page.waitForTimeout(QUIET_MS);
    await shootInto(page, CODE);
    await page.locator('[data-step=member]').waitFor();
    await page.waitForTimeout(QUIET_MS);
    await shootInto(page, CODE);
    await page.waitForTimeout(QUIET_MS);
    expect(await told(page)).toEqual(['accepted']);
    await shootInto(page, 'LW1:voucher');
    await page.waitForTimeout(QUIET_MS);
    expect(await told(page)).toEqual(['accepted', 'attention']);
    expect(await page.locator('[data-step=member]').count()).toBe(1);
  }));
