// Large text: a page may grow longer, but nobody has to push it sideways to read a line.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { showGallery } from '../support/shown-gallery.ts';
import { SCENES, visit } from './gallery/scenes.ts';

const NAMES = new Set(['home', 'inbox', 'catalogue', 'programme-alibaba-88']);

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test.each([
  { locale: 'en', width: 360, percent: 150 },
  { locale: 'en', width: 390, percent: 200 },
  { locale: 'fa', width: 390, percent: 200 },
])('$locale, $width wide, text at $percent %: no page scrolls sideways', async (look) => {
  const page = await gallery.browser.newPage({
    locale: look.locale,
    viewport: { width: look.width, height: 800 },
  });
  await page.addInitScript((percent) => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.style.fontSize = `${percent}%`;
    });
  }, look.percent);
  const faults: string[] = [];
  for (const scene of SCENES.filter(({ name }) => NAMES.has(name))) {
    await visit(page, gallery.url, scene);
    faults.push(...(await wideOn(page)).map((fault) => `${scene.name}: ${fault}`));
  }
  expect(faults).toEqual([]);
  await page.context().close();
});

/** What sticks out of a page that is wider than the screen. */
function wideOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const outside = [...document.querySelectorAll('main *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    const names = outside.map((element) => `${element.tagName}.${element.getAttribute('class')}`);
    return [`${scrollWidth} of ${clientWidth}`, ...new Set(names)];
  });
}
