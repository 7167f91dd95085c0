// A page that is left open, without a line, must not show the day on which it was left.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { showGallery } from '../support/shown-gallery.ts';

const START = new Date('2026-11-22T11:00:00Z');
const HOUR_MS = 3_600_000;

const gallery = showGallery('test/ui/gallery/vite.config.ts');

/** The calendar with a stopped clock, its agenda as of that clock. */
async function calendar(): Promise<Page> {
  const page = await gallery.browser.newPage({ locale: 'en', timezoneId: 'UTC' });
  await page.addInitScript(() => {
    const agenda = async () => ({ looks: [], items: [], unsettled: [], nowMs: Date.now() });
    Object.assign(window, { answers: { agenda } });
  });
  await page.clock.install({ time: START });
  await page.clock.pauseAt(new Date(START.getTime() + 1_000));
  await page.goto(`${gallery.url}/calendar?sample=full`);
  await expect.poll(() => today(page)).toBe('22');
  return page;
}

async function today(page: Page): Promise<string> {
  // The shell is drawn by timers and frames of the stopped clock.
  await page.clock.runFor(100);
  return (await page.locator('[class*=today]').allInnerTexts()).join().trim();
}

function timesAsked(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { asked: string[] }).asked.filter((name) => name === 'agenda').length,
  );
}

async function setVisible(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('shown three days later, the calendar asks once and today has moved', async () => {
  const page = await calendar();
  const before = await timesAsked(page);
  await setVisible(page, 'hidden');
  await page.clock.fastForward(72 * HOUR_MS);
  expect(await timesAsked(page)).toBe(before);
  await setVisible(page, 'visible');
  await expect.poll(() => today(page)).toBe('25');
  expect(await timesAsked(page)).toBe(before + 1);
  await page.context().close();
});

test('a short look elsewhere asks nothing, a longer one and a clock set back ask once each', async () => {
  const page = await calendar();
  const before = await timesAsked(page);
  const away = async (ms: number) => {
    await setVisible(page, 'hidden');
    await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + ms);
    await setVisible(page, 'visible');
    return (await timesAsked(page)) - before;
  };
  expect(await away(30_000)).toBe(0);
  expect(await away(90_000)).toBe(1);
  expect(await away(-HOUR_MS)).toBe(2);
  await page.context().close();
});

test('midnight on a page that is looked at moves today', async () => {
  const page = await calendar();
  const before = await timesAsked(page);
  await page.clock.runFor(12 * HOUR_MS);
  expect(await timesAsked(page)).toBe(before);
  await page.clock.runFor(HOUR_MS);
  await expect.poll(() => today(page)).toBe('23');
  expect(await timesAsked(page)).toBe(before + 1);
  await page.context().close();
});
