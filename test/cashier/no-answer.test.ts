// A worker that neither answers nor fails: after a while the cashier gets on, and nothing is recorded twice by it.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { words } from '#i18n/cashier/en.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { showGallery } from '../support/shown-gallery.ts';
import type { SampleTill } from '../support/sample-cashier.ts';
import { typeByHand } from '../support/type-by-hand.ts';

const PATIENCE_MS = 15_000;

const gallery = showGallery('test/cashier/gallery/vite.config.ts');

type Window_ = Window & { readonly till: SampleTill; readonly asked: unknown[]; readonly sayIt: () => void };

/** A till with a sale typed, whose calls of one name are answered only by `sayIt`. */
async function silentTill(
  name: 'recordSale' | 'readCode',
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await gallery.browser.newContext({ locale: 'en', viewport: { width: 1024, height: 768 } });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${gallery.url}/#serve`);
  await page.locator('[data-scanner=watching]').waitFor();
  await page.evaluate((called) => {
    const { api } = (window as unknown as Window_).till.services;
    const call = api[called] as (...given: unknown[]) => Promise<unknown>;
    const asked: unknown[] = [];
    const answers: (() => void)[] = [];
    const silent = (...given: unknown[]) => {
      asked.push(given[0]);
      return new Promise((done) => answers.push(() => void call(...given).then(done)));
    };
    Object.assign(api, { [called]: silent });
    const sayIt = () => {
      for (const answer of answers.splice(0)) answer();
    };
    Object.assign(window, { asked, sayIt });
  }, name);
  await typeByHand(page, '1250');
  await page.clock.install();
  await act(page);
  await context.close();
}

const scan = (page: Page) => page.evaluate(() => (window as unknown as Window_).till.scan('LW1:member'));
const { headline } = refusalText(words.refusals, 'no_answer');
const startAnew = refusalText(words.refusals, 'internal').headline;

test('a sale whose record is never answered can be left, or recorded again as the same one', () =>
  silentTill('recordSale', async (page) => {
    await scan(page);
    const buttons = page.locator('[data-result] button');
    await buttons.first().click();
    await page.clock.fastForward(PATIENCE_MS - 1_000);
    expect(await buttons.last().isDisabled()).toBe(true);
    await page.clock.fastForward(2_000);
    await page.getByRole('alert').getByText(headline).waitFor();
    await page.getByText(startAnew).waitFor();
    await buttons.first().click();
    expect(await page.evaluate(() => (window as unknown as Window_).asked)).toEqual(['m', 'm']);
    await page.clock.fastForward(PATIENCE_MS + 1_000);
    await buttons.last().click();
    await page.locator('[data-step=ready]').waitFor();
    // Nobody asks about it any more.
    await page.evaluate(() => (window as unknown as Window_).sayIt());
    await page.clock.runFor(500);
    expect(await page.locator('dialog[open]').count()).toBe(0);
  }));

test('a record that is answered late shows its receipt', () =>
  silentTill('recordSale', async (page) => {
    await scan(page);
    await page.locator('[data-result] button').first().click();
    await page.clock.fastForward(PATIENCE_MS + 1_000);
    await page.getByRole('alert').getByText(headline).waitFor();
    await page.evaluate(() => (window as unknown as Window_).sayIt());
    await page.locator('dialog[open] canvas').waitFor();
    expect(await page.getByText(startAnew).count()).toBe(0);
  }));

test('a code that is never judged keeps neither the camera nor the next customer waiting', () =>
  silentTill('readCode', async (page) => {
    await scan(page);
    await page.locator('[data-step=reading]').waitFor();
    await page.clock.fastForward(PATIENCE_MS + 1_000);
    await page.locator('[data-result=refusal]').getByText(headline).waitFor();
    await page.getByRole('button', { name: words.app.serve.scanAgain }).click();
    await page.locator('[data-step=ready]').waitFor();
  }));
