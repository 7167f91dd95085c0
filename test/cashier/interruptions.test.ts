// What comes between at a counter: Back under an open sheet, a tap too many, an answer that is late, a file that did
// not arrive the first time. The screens run over sample data in a real browser.
import type { BrowserContextOptions, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { words } from '#i18n/cashier/en.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { showGallery } from '../support/shown-gallery.ts';
import type { SampleTill } from '../support/sample-cashier.ts';
import { typeByHand } from '../support/type-by-hand.ts';

const TABLET = { width: 1024, height: 768 };
const PORTRAITS = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
] as const;
const NOON = new Date('2026-11-22T12:00:00Z');

const gallery = showGallery('test/cashier/gallery/vite.config.ts');

type Window_ = Window & { readonly till: SampleTill };

/** Runs one behaviour on a fresh till. */
async function atTill(
  address: string,
  act: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await gallery.browser.newContext({
    locale: 'en',
    viewport: TABLET,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${gallery.url}/${address}`);
  await page.locator('main > :not([hidden])').first().waitFor();
  await act(page);
  await context.close();
}

async function goTo(page: Page, screen: string): Promise<void> {
  await page.locator(`nav a[href="#${screen}"]`).click();
  await page.waitForFunction((hash) => location.hash === hash, `#${screen}`);
}

/** From an empty Serve screen to the receipt that the customer scans. */
async function openReceipt(page: Page): Promise<void> {
  await page.locator('[data-scanner=watching]').waitFor();
  await typeByHand(page, '1250');
  await page.evaluate(() => (window as unknown as Window_).till.scan('LW1:member'));
  await page.locator('[data-step=member]').waitFor();
  await page.locator('[data-result] button').first().click();
  await page.locator('dialog[open] canvas').waitFor();
}

const place = async (page: Page, selector: string) => {
  const { x, y, width, height } = (await page.locator(selector).last().boundingBox())!;
  return [x + width / 2, y + height / 2] as const;
};

test('Back under an open receipt leaves a till that can be touched, and Serve still has the receipt', () =>
  atTill('#queue', async (page) => {
    await goTo(page, 'serve');
    await openReceipt(page);
    await page.goBack();
    await goTo(page, 'shift');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await goTo(page, 'serve');
    await page.locator('dialog[open] canvas').waitFor();
    await page.getByRole('button', { name: words.app.serve.nextCustomer }).click();
    await page.locator('[data-step=ready]').waitFor();
  }));

test.each(PORTRAITS)('a double tap on the next customer stays on Serve, $width wide', (viewport) =>
  atTill(
    '#serve',
    async (page) => {
      await openReceipt(page);
      const [x, y] = await place(page, 'dialog[open] button');
      // By the page's own time: on a busy machine the second tap would be one of its own.
      await page.clock.install({ time: NOON });
      await page.clock.pauseAt(NOON.getTime() + 60_000);
      await page.touchscreen.tap(x, y);
      await page.clock.runFor(50);
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
      await page.clock.runFor(100);
      await page.touchscreen.tap(x, y);
      await page.clock.runFor(400);
      expect(await page.evaluate(() => location.hash)).toBe('#serve');
      await page.touchscreen.tap(...(await place(page, 'nav a[href="#shift"]')));
      await page.waitForFunction(() => location.hash === '#shift');
    },
    { viewport, hasTouch: true },
  ),
);

test('a practice code that is scanned from another screen reaches Serve', () =>
  atTill('?training#queue', async (page) => {
    await page.evaluate(() => {
      const { training } = (window as unknown as Window_).till.services;
      Object.assign(training!, { specimen: async () => ({ text: 'LW1:member', madeAtMs: 0 }) });
    });
    await page.locator('[data-training] button').first().click();
    await page.locator('dialog[open] li button').first().click();
    await page.locator('[data-step=member]').waitFor();
    expect(await page.evaluate(() => location.hash)).toBe('#serve');
  }));

describe('a file that did not arrive the first time', () => {
  test('is asked for again by the button on the camera', () =>
    atTill('#queue', async (page) => {
      await page.evaluate(() => {
        const { services } = (window as unknown as Window_).till;
        const { openScanner } = services;
        let isFirst = true;
        Object.assign(services, {
          openScanner: async (wiring: Parameters<typeof openScanner>[0]) => {
            if (!isFirst) return openScanner(wiring);
            isFirst = false;
            throw new Error('no line');
          },
        });
      });
      await goTo(page, 'serve');
      await page.locator('[data-scanner=decoder_absent] button').first().click();
      await page.locator('[data-scanner=watching]').waitFor();
    }));

  test('is asked for again by the button in place of its screen', () =>
    atTill('#serve', async (page) => {
      let isCut = true;
      await page.route(/assets\/shift-screen/, (route) => (isCut ? route.abort() : route.continue()));
      await goTo(page, 'shift');
      const again = page.getByRole('button', { name: words.shared.retry });
      await again.waitFor();
      isCut = false;
      await again.click();
      await page.locator('main > :not([hidden]) section button').first().waitFor();
    }));

  test('of words is asked for again while the screen is open', () =>
    atTill('#serve', async (page) => {
      let isCut = true;
      await page.route(/assets\/en-[^/]*\.js/, (route) => (isCut ? route.abort() : route.continue()));
      await goTo(page, 'shift');
      await page.waitForTimeout(1_000);
      isCut = false;
      await page.locator('main > :not([hidden]) section button').first().waitFor();
    }));
});

test('a broken lens between two good ones does not bar the second one', () =>
  atTill('#queue', async (page) => {
    await page.evaluate(() => {
      const { services } = (window as unknown as Window_).till;
      const { openScanner } = services;
      type Wiring = Parameters<typeof openScanner>[0];
      const openWithThree = async (wiring: Wiring) => {
        let lensId = 'main';
        const show = (id: string) => {
          lensId = id;
          wiring.onState({ phase: 'watching', torch: 'off', lensId });
          return { ok: true };
        };
        return {
          ...(await openScanner(wiring)),
          start: async () => show('main'),
          resume: () => void show(lensId),
          lenses: async () => ['main', 'broken', 'far'].map((id) => ({ id, label: id })),
          setLens: async (...ids: string[]) => {
            const shown = show(ids.find((id) => id !== 'broken') ?? lensId);
            Object.assign(window, { lensId });
            return shown;
          },
        };
      };
      Object.assign(services, { openScanner: openWithThree });
    });
    await goTo(page, 'serve');
    await page.getByRole('button', { name: words.shared.scanner.lens }).click();
    await page.getByRole('button', { name: words.shared.scanner.lens }).click({ trial: true });
    expect(await page.evaluate(() => (window as Window & { lensId?: string }).lensId)).toBe('far');
  }));

test('a day is typed into the search of the records', () =>
  atTill('#queue', async (page) => {
    const day = page.locator('input[type=date]');
    await day.focus();
    await typeByHand(page, '11222026');
    expect(await day.inputValue()).toBe('2026-11-22');
  }));

test('a revoked till says so, where it stands with the server and where it serves', () =>
  atTill('?revoked#terminal', async (page) => {
    const { headline } = refusalText(words.refusals, 'device_revoked');
    const { headline: ofAVoucher } = refusalText(words.refusals, 'revoked');
    await page.locator('main > :not([hidden])').getByText(headline).first().waitFor();
    expect(await page.getByText(ofAVoucher, { exact: true }).count()).toBe(0);
    await goTo(page, 'serve');
    await page.getByText(headline).waitFor();
    // The line is there, but what matters is that nothing is taken over it.
    const badge = page.getByRole('banner').getByRole('status');
    expect(await badge.innerText()).toBe(words.shared.connection.shutOut);
    expect(await badge.getAttribute('data-mode')).toBe('online');
  }));

test('a dead worker is told on every screen, with the way to start anew', () =>
  atTill('?dead#shift', async (page) => {
    const banner = page
      .locator('[role=status], [role=alert]')
      .filter({ hasText: refusalText(words.refusals, 'internal').headline });
    await banner.getByRole('button').click();
    expect(await page.evaluate(() => 'restarted' in window)).toBe(true);
  }));

test('the form that takes a record back has the focus on its heading', () =>
  atTill('#queue', async (page) => {
    await page.locator('[data-kind=redeem] button').first().click();
    await page.locator('dialog[open] code').first().waitFor();
    await page.locator('dialog[open] button').nth(2).focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] fieldset').first().waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
  }));

test('a request for points that was answered after its sheet was closed does not shut the next one', () =>
  atTill('#serve', async (page) => {
    await page.evaluate(() => {
      const { api } = (window as unknown as Window_).till.services;
      const { requestPayment } = api;
      const late = async (...asked: Parameters<typeof requestPayment>) => {
        await new Promise((done) => setTimeout(done, 900));
        return requestPayment(...asked);
      };
      Object.assign(api, { requestPayment: late });
    });
    await typeByHand(page, '1250');
    await page.locator('[data-pay-open] button').click();
    await page.locator('dialog[open] [aria-live]').waitFor();
    await page.locator('dialog[open] button').last().click();
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1_200);
    await page.locator('[data-pay-open] button').click();
    await page.waitForTimeout(400);
    expect(await page.locator('dialog[open] input').count()).toBe(1);
  }));
