// Every screen of the till over sample data in a real browser: accessible in two scripts, large enough for gloves,
// run by keys alone, and by a hardware scanner that shoots in the middle of typing.
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { axeFaultsOn } from '../support/axe.ts';
import type { WedgeProfile } from '#scan/wedge-calibration.ts';
import type { Scene } from './gallery/scene.ts';
import { CASHIER_SCENES, openScene } from './gallery/scenes.ts';
import type { SampleTill } from '../support/sample-cashier.ts';
import { shoot, shootSlowly } from '../support/wedge-shot.ts';
import { showGallery } from '../support/shown-gallery.ts';
import { typeByHand } from '../support/type-by-hand.ts';

const LOOKS = [
  { locale: 'en', dir: 'ltr', colorScheme: 'light', viewport: { width: 390, height: 844 }, axe: 'all' },
  { locale: 'fa', dir: 'rtl', colorScheme: 'dark', viewport: { width: 1024, height: 768 }, axe: 'look' },
] as const;
const SERVE: Scene = { name: 'serve', query: '', hash: '#serve' };
/** Between a scanner's last key and the next one of a hand. */
const HAND_MS = 250;

const gallery = showGallery('test/cashier/gallery/vite.config.ts');

async function newPage(look: (typeof LOOKS)[number] = LOOKS[0]): Promise<Page> {
  const { locale, colorScheme, viewport } = look;
  const context = await gallery.browser.newContext({
    locale,
    colorScheme,
    viewport,
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

/** Runs one behaviour on a fresh Serve screen. */
async function serving(act: (page: Page) => Promise<void>): Promise<void> {
  const page = await newPage();
  await openScene(page, SERVE, gallery.url, 'en');
  await act(page);
  await page.context().close();
}

const amount = (page: Page) => page.locator('output[data-amount]').getAttribute('data-amount');
const step = (page: Page, name: string) => page.locator(`[data-step=${name}]`).waitFor();

test.each(LOOKS)(
  'screens in $locale, $colorScheme, $viewport.width wide, are accessible and fit',
  async (look) => {
    const page = await newPage(look);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`error ${error.message}`));
    for (const scene of CASHIER_SCENES) {
      await openScene(page, scene, gallery.url, look.locale);
      expect(await page.locator('html').getAttribute('dir')).toBe(look.dir);
      for (const fault of [...(await axeFaultsOn(page, look.axe)), ...(await layoutFaultsOn(page))])
        faults.push(`${scene.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  },
  300_000,
);

/** Sideways scrolling, keys below 56 px for gloves, other targets below 44 px (half a pixel for rounding). */
function layoutFaultsOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const sideways = root.scrollWidth > root.clientWidth ? ['scrolls sideways'] : [];
    const scope = document.querySelector('dialog[open]') ?? document;
    const small = [...scope.querySelectorAll<HTMLElement>('button, a[href]')].filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      const least = target.closest('[data-pad]') === null ? 43.5 : 55.5;
      return target.checkVisibility({ visibilityProperty: true }) && Math.min(width, height) < least;
    });
    return [...sideways, ...small.map((target) => `small target ${target.outerHTML}`)];
  });
}

describe('serving by keys', () => {
  test('a sale: digits, a scan, Enter', () =>
    serving(async (page) => {
      await typeByHand(page, '17450');
      await shoot(page, [...'LW1:member', 'Enter']);
      await step(page, 'member');
      expect(await amount(page)).toBe('17450');
      await page.waitForTimeout(HAND_MS);
      await page.keyboard.press('Enter');
      await page.locator('dialog[open] canvas').waitFor();
    }));

  test('a scanner without ENTER is understood, and its digits never stay in the amount', () =>
    serving(async (page) => {
      await typeByHand(page, '82');
      await shoot(page, [...'LW1:member']);
      await step(page, 'member');
      expect(await amount(page)).toBe('82');
    }));

  test('a scanner that hesitates after the head of its code leaves none of it in the amount', () =>
    serving(async (page) => {
      await typeByHand(page, '1250');
      await shootSlowly(page, [...'LW1:member', 'Enter'], [10, 10, 10, 60, 10, 10]);
      expect(await amount(page)).toBe('1250');
      await shootSlowly(page, [...'LW1:member', 'Enter'], [1_000, 10, 10, 10]);
      await step(page, 'member');
      expect(await amount(page)).toBe('1250');
    }));

  test('a slow scanner that the self-test knows leaves nothing in the amount', () =>
    serving(async (page) => {
      const slow: WedgeProfile = { prefix: '', suffix: '', ends: 'Enter', mapping: {}, slowestGapMs: 62 };
      await page.evaluate((kept) => localStorage.setItem('tessera-wedge', kept), JSON.stringify(slow));
      await page.reload();
      await page.locator('[data-scanner=watching]').waitFor();
      await typeByHand(page, '1250');
      const shot = [...'LW1:member', 'Enter'];
      await shootSlowly(
        page,
        shot,
        shot.map((_, index) => 55 + (index % 8)),
      );
      await step(page, 'member');
      expect(await amount(page)).toBe('1250');
    }));

  test('a second Enter of the scanner decides nothing', () =>
    serving(async (page) => {
      await typeByHand(page, '1250');
      await shootSlowly(page, [...'LW1:member', 'Enter', 'Enter'], [10]);
      await step(page, 'member');
      await shootSlowly(page, [...'LW1:member', 'Enter', 'Enter'], [1_000]);
      await page.locator('[data-step=member]').waitFor();
      expect(await page.locator('dialog[open]').count()).toBe(0);
    }));

  test('Enter records the sale after a glance at another screen', () =>
    serving(async (page) => {
      await typeByHand(page, '1250');
      await page.locator('a[href="#queue"]').click();
      await page.locator('a[href="#serve"]').click();
      await page.locator('[data-scanner=watching]').waitFor();
      await shoot(page, [...'LW1:member', 'Enter']);
      await step(page, 'member');
      await page.waitForTimeout(HAND_MS);
      await page.keyboard.press('Enter');
      await page.locator('dialog[open] canvas').waitFor();
    }));

  test('Enter alone records nothing', () =>
    serving(async (page) => {
      await typeByHand(page, '500');
      await page.keyboard.press('Enter');
      await step(page, 'ready');
      expect(await page.locator('dialog[open]').count()).toBe(0);
    }));

  test('a digit after the pad was touched is typed once, and Enter presses no key of the pad', () =>
    serving(async (page) => {
      await page.locator('[data-pad] button').first().click();
      await typeByHand(page, '7');
      await page.keyboard.press('Enter');
      expect(await amount(page)).toBe('17');
    }));

  test('a glance at the records loses nothing of the sale', () =>
    serving(async (page) => {
      await typeByHand(page, '500');
      await page.locator('a[href="#queue"]').click();
      await page.locator('[data-record]').first().waitFor();
      await typeByHand(page, '9');
      await page.locator('a[href="#serve"]').click();
      expect(await amount(page)).toBe('500');
    }));

  test('a voucher below its minimum becomes good as the basket grows, without a second scan', () =>
    serving(async (page) => {
      await typeByHand(page, '999');
      await shoot(page, [...'LW1:voucher']);
      await step(page, 'refused');
      await typeByHand(page, '00');
      await step(page, 'voucher');
    }));
});

describe('what the worker answers', () => {
  /** The first answer to a payment takes `slowMs`, or until `answerPayment`, and its points were taken; later ones show it again. */
  const payments = (page: Page, slowMs: number | 'until told') =>
    page.evaluate((wait) => {
      const { api } = (window as unknown as { readonly till: SampleTill }).till.services;
      const readCode = api.readCode.bind(api);
      let kind: 'paid' | 'repeat' = 'paid';
      const money = { amountMinor: 500, currency: { code: 'EUR', exponent: 2 } };
      const record = {
        id: 'p',
        sequence: 48,
        kind: 'pay',
        points: 500,
        atMs: 1,
        total: money,
        state: 'unsent',
      };
      const told = new Promise((done) => Object.assign(window, { answerPayment: done }));
      Object.assign(api, {
        readCode: async (...[text, sale]: Parameters<typeof readCode>) => {
          if (!text.startsWith('LW1:PAY')) return readCode(text, sale);
          const value = { kind, receipt: { code: { text: 'LW1:ABC', madeAtMs: 1 }, record } };
          kind = 'repeat';
          if (value.kind === 'paid')
            await (wait === 'until told' ? told : new Promise((done) => setTimeout(done, wait)));
          return { ok: true, value };
        },
      });
    }, slowMs);
  const answerPayment = (page: Page) =>
    page.evaluate(() => (window as unknown as { readonly answerPayment: () => void }).answerPayment());
  const scan = (page: Page, ...texts: readonly string[]) =>
    page.evaluate((all) => {
      for (const text of all) (window as unknown as { readonly till: SampleTill }).till.scan(text);
    }, texts);

  test('takes a payment off the sale though a digit was typed while it was read', () =>
    serving(async (page) => {
      await payments(page, 'until told');
      await typeByHand(page, '1745');
      await scan(page, 'LW1:PAY');
      await page.keyboard.press('0');
      await answerPayment(page);
      await expect.poll(() => amount(page)).toBe('16950');
      await page.locator('dialog[open] canvas').waitFor();
    }));

  test('takes a payment off the sale once, by a hardware scanner too', () =>
    serving(async (page) => {
      await payments(page, 50);
      await typeByHand(page, '17450');
      await shootSlowly(page, [...'LW1:PAY', 'Enter'], [10, 10]);
      await page.locator('dialog[open] canvas').waitFor();
      expect(await amount(page)).toBe('16950');
      expect(await page.locator('[data-again=true]').count()).toBe(0);
    }));

  test('is for the first of two codes in one picture', () =>
    serving(async (page) => {
      await payments(page, 0);
      await typeByHand(page, '17450');
      await scan(page, 'https://shop.example/poster', 'LW1:PAY');
      await step(page, 'refused');
      expect(await amount(page)).toBe('17450');
    }));

  test('leaves the sale that is being typed when a receipt of before is shown again', () =>
    serving(async (page) => {
      await typeByHand(page, '1250');
      await scan(page, 'LW1:repeat');
      await page.locator('dialog[open] canvas').waitFor();
      await page.locator('dialog[open] button').last().click();
      await step(page, 'ready');
      expect(await amount(page)).toBe('1250');
    }));

  test('is waited for no longer when it fails', () =>
    serving(async (page) => {
      await page.evaluate(() => {
        const { api } = (window as unknown as { readonly till: SampleTill }).till.services;
        Object.assign(api, { readCode: () => Promise.reject(new Error('the worker is gone')) });
      });
      await typeByHand(page, '1250');
      await scan(page, 'LW1:member');
      await step(page, 'refused');
    }));
});

test('mode and unsent records are on every screen', async () => {
  const page = await newPage();
  for (const name of ['serve', 'queue', 'shift', 'terminal']) {
    await openScene(page, { name, query: 'offline', hash: `#${name}` }, gallery.url, 'en');
    await page.locator('[data-mode=offline][data-unsent="3"]').waitFor();
  }
  await page.context().close();
});
