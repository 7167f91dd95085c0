// Every screen of the wallet in a real browser: accessible, nothing cut off, nothing too small to touch.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { walletTexts } from '#i18n/refusals/wallet/en.ts';
import { words as inbox } from '#i18n/topics/inbox/en.ts';
import { words as safety } from '#i18n/topics/safety/en.ts';
import { axeFaultsOn } from '../support/axe.ts';
import { SCENES, visit } from './gallery/scenes.ts';
import type { Scene } from './gallery/scenes.ts';
import { showGallery } from '../support/shown-gallery.ts';

const PHONE = { width: 390, height: 844 };
const LOOKS = [
  { locale: 'en', dir: 'ltr', theme: 'light', viewport: PHONE, scenes: SCENES, axe: 'all' },
  { locale: 'fa', dir: 'rtl', theme: 'dark', viewport: PHONE, scenes: SCENES, axe: 'look' },
  {
    locale: 'ar',
    dir: 'rtl',
    theme: 'light',
    viewport: { width: 1024, height: 768 },
    scenes: some('home', 'programme', 'programme-alibaba-88', 'programme-starbucks'),
    axe: 'all',
  },
  {
    locale: 'vi',
    dir: 'ltr',
    theme: 'contrast',
    viewport: { width: 320, height: 640 },
    scenes: some('home', 'vouchers', 'me'),
    axe: 'all',
  },
] as const;

function some(...names: readonly string[]): readonly Scene[] {
  return SCENES.filter(({ name }) => names.includes(name));
}

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test.each(LOOKS)(
  'screens in $locale, $theme, $viewport.width wide, are accessible and fit',
  async ({ locale, dir, theme, viewport, scenes, axe }) => {
    const page = await pageFor(locale, theme, viewport);
    // Nothing slides: what is judged is where things come to rest.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`error ${error.message}`));
    for (const scene of scenes) {
      await visit(page, gallery.url, scene);
      expect(await page.locator('html').getAttribute('dir')).toBe(dir);
      for (const fault of [...(await axeFaultsOn(page, axe)), ...(await layoutFaultsOn(page))])
        faults.push(`${scene.name}: ${fault}`);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  },
  300_000,
);

test('the keyboard reaches the pass, is held inside it, and comes back to its button', async () => {
  const page = await pageFor('en', 'light', { width: 390, height: 844 });
  await page.goto(`${gallery.url}/?sample=full`);
  const button = page.getByRole('button', { name: 'Show my pass' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.locator('canvas').waitFor();
  for (let presses = 0; presses < 6; presses++) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.querySelector('dialog[open]')?.contains(document.activeElement),
    );
    expect(inside).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.context().close();
});

test('the code on the screen is sharp: as many device pixels as drawn ones, black on white in the dark theme', async () => {
  const page = await pageFor('fa', 'dark', { width: 390, height: 844 });
  await page.goto(`${gallery.url}/?sample=full&show=pass`);
  const canvas = page.locator('canvas');
  await canvas.waitFor();
  await settled(page);
  const seen = await canvas.evaluate((element: HTMLCanvasElement) => {
    const { width, height } = element.getBoundingClientRect();
    const context = element.getContext('2d')!;
    const pixels = context.getImageData(0, 0, element.width, element.height).data;
    return {
      ratios: [element.width / width, element.height / height, devicePixelRatio],
      colours: [...new Set(Array.from({ length: pixels.length / 4 }, (_, at) => pixels[at * 4]))].toSorted(),
      share: width / innerWidth,
      corner: pixels[0],
    };
  });
  expect(new Set(seen.ratios).size).toBe(1);
  expect(seen.colours).toEqual([0, 255]);
  expect(seen.corner).toBe(255);
  expect(seen.share).toBeGreaterThan(0.85);
  await page.context().close();
});

test('the pass asks for a fresh code when its time is up, and rests once it is closed', async () => {
  const page = await pageFor('en', 'light', PHONE);
  await page.clock.install({ time: new Date('2026-11-22T10:42:00Z') });
  // Its own time stands still: on a busy machine seconds may pass between two looks at it.
  await page.clock.pauseAt(new Date('2026-11-22T10:43:00Z'));
  await page.goto(`${gallery.url}/?sample=full&show=pass`);
  const code = page.locator('canvas');
  const drawn = async (): Promise<number> => {
    await page.clock.runFor(20);
    return code.count();
  };
  await expect.poll(drawn).toBe(1);
  const first = await code.getAttribute('data-code');
  await page.clock.runFor(14_000);
  expect(await code.getAttribute('data-code')).toBe(first);
  await page.clock.runFor(1_500);
  await expect.poll(() => code.getAttribute('data-code')).not.toBe(first);
  await page.keyboard.press('Escape');
  await code.waitFor({ state: 'detached' });
  await page.context().close();
});

test('a recovery for which there is no room says so in words, and what becomes of vouchers', async () => {
  const page = await pageFor('en', 'light', PHONE);
  const [scene] = some('recover-beside');
  await visit(page, gallery.url, scene!);
  const { faults, keepHint } = safety.recover;
  const told = await page.locator('[role=status]').first().innerText();
  expect(told).toContain(faults.too_many_devices.headline);
  expect(told).toContain(faults.too_many_devices.next);
  expect(await page.getByText(keepHint).isVisible()).toBe(true);
  await page.context().close();
});

test('what was told too late names its rule, and nobody is sent to try again', async () => {
  const page = await pageFor('en', 'light', PHONE);
  const [scene] = some('inbox');
  await visit(page, gallery.url, scene!);
  const card = page.getByRole('article').filter({ hasText: walletTexts.told_late.headline });
  const told = await card.innerText();
  expect(told).toContain(inbox.rules.told_late);
  expect(told).toContain(inbox.advice.told_late);
  expect(told).not.toContain(inbox.advice.stated);
  await page.context().close();
});

test('a language chosen once turns the page round and is spoken again at the next visit', async () => {
  const page = await gallery.browser.newPage({ viewport: PHONE, locale: 'en-GB' });
  await page.goto(`${gallery.url}/me?sample=full`);
  await page.getByRole('radio', { name: 'فارسی' }).check();
  await expect.poll(() => page.locator('html').getAttribute('dir')).toBe('rtl');
  await page.reload();
  await page.getByRole('heading', { name: 'من', exact: true }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('fa');
  await page.close();
});

test('a purchase is tried out by keyboard alone: the answer gets the focus, a wrong amount gets it before', async () => {
  const page = await pageFor('en', 'light', PHONE);
  await page.goto(`${gallery.url}/what-if?sample=full`);
  const amount = page.getByLabel('Amount in EUR');
  await amount.focus();
  await page.keyboard.type('nothing');
  await page.keyboard.press('Enter');
  await expect.poll(() => amount.getAttribute('aria-invalid')).toBe('true');
  expect(await amount.evaluate((element) => element === document.activeElement)).toBe(true);
  await amount.fill('12,40');
  await page.keyboard.press('Enter');
  const answer = page.getByRole('region', { name: 'This purchase would bring' });
  await answer.getByRole('heading', { name: 'Kranich Club' }).waitFor();
  expect(await answer.evaluate((element) => element === document.activeElement)).toBe(true);
  // On from there: the reasons, then the vouchers.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await answer.getByText('twice for coffee').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('/vouchers');
  await page.context().close();
});

test('an entry of the calendar leaves as a file that keeps its name, with the alarm that was chosen', async () => {
  const page = await pageFor('fa', 'light', PHONE);
  await page.goto(`${gallery.url}/calendar?sample=full`);
  await page.locator('main li button').first().click();
  await page.getByRole('radio', { name: 'همان روز' }).check();
  const arriving = page.waitForEvent('download');
  await page.locator('dialog[open] button').last().click();
  const file = await arriving;
  expect(file.suggestedFilename()).toBe('tessera.ics');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain('BEGIN:VCALENDAR\r\n');
  expect(text).toContain('UID:challenge-0-0\r\n');
  expect(text).toContain('DTSTART;VALUE=DATE:20261122\r\n');
  expect(text).toContain('TRIGGER:PT9H\r\n');
  await page.locator('dialog [role=status]').waitFor();
  await page.context().close();
});

test('reduced motion leaves nothing moving', async () => {
  const page = await pageFor('en', 'light', { width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const scene of some('pass', 'scan-redeemed', 'home-loading')) {
    await visit(page, gallery.url, scene);
    // Animations are cut to a hundredth of a millisecond, so that what waits for their end still gets it.
    const moving = await page.evaluate(
      () =>
        document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 1)
          .length,
    );
    expect(moving, scene.name).toBe(0);
  }
  await page.context().close();
});

async function pageFor(
  locale: string,
  theme: string,
  viewport: { width: number; height: number },
): Promise<Page> {
  const context = await gallery.browser.newContext({
    viewport,
    deviceScaleFactor: 2,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
  });
  await context.addInitScript(
    ([language, look]) => {
      localStorage.setItem('tessera-locale', language!);
      if (look === 'contrast') localStorage.setItem('tessera-theme', look);
    },
    [locale, theme],
  );
  return context.newPage();
}

async function layoutFaultsOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth}`);
    const scope = document.querySelector('dialog[open]') ?? document;
    for (const element of scope.querySelectorAll<HTMLElement>('button, a[href], summary')) {
      const { width, height } = element.getBoundingClientRect();
      const hidden = width === 0 || element.checkVisibility?.() === false;
      // 44 px as the platforms ask, half a pixel for rounding.
      if (!hidden && Math.min(width, height) < 43.5)
        faults.push(`small target ${element.textContent} ${width}x${height}`);
    }
    for (const element of scope.querySelectorAll<HTMLElement>('span:not([aria-hidden]) > span')) {
      if (getComputedStyle(element).backgroundColor === 'rgba(0, 0, 0, 0)') continue;
      const own = element.getBoundingClientRect();
      const room = element.parentElement!.getBoundingClientRect();
      if (own.left < room.left - 1 || own.right > room.right + 1)
        faults.push(`sticks out: ${element.textContent}`);
    }
    return faults;
  });
}

/** The sheet has slid in and the code has been drawn to the room it found: before that nothing can be measured. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const canvas = document.querySelector('canvas');
    const sliding = canvas?.closest('dialog')?.getAnimations() ?? [];
    return canvas !== null && canvas.style.inlineSize !== '' && sliding.length === 0;
  });
}
