// Large text: a page may grow longer, but nobody has to push it sideways to read a line, or to guess a word.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { showGallery } from '../support/shown-gallery.ts';
import { SCENES, visit } from './gallery/scenes.ts';

const NAMES = new Set([
  'home',
  'home-offline',
  'vouchers',
  'inbox',
  'me',
  'catalogue',
  'programme',
  'programme-alibaba-88',
  'programme-starbucks',
  'activity',
]);

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test.each([
  { locale: 'en', width: 360, percent: 150 },
  { locale: 'en', width: 390, percent: 200 },
  { locale: 'fa', width: 390, percent: 200 },
  { locale: 'ar', width: 390, percent: 200 },
  { locale: 'vi', width: 390, percent: 200 },
])(
  '$locale, $width wide, text at $percent %: no page scrolls sideways, no word is cut or torn',
  async (look) => {
    const page = await gallery.browser.newPage({ viewport: { width: look.width, height: 844 } });
    await page.addInitScript(({ locale, percent }) => {
      localStorage.setItem('tessera-locale', locale);
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.fontSize = `${percent}%`;
      });
    }, look);
    const faults: string[] = [];
    for (const scene of SCENES.filter(({ name }) => NAMES.has(name))) {
      await visit(page, gallery.url, scene);
      const found = [...(await wideOn(page)), ...(await spoiltWordsOn(page))];
      faults.push(...found.map((fault) => `${scene.name}: ${fault}`));
    }
    expect(faults).toEqual([]);
    await page.context().close();
  },
  120_000,
);

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

/** Words that go over more than one line, are not wholly inside what may be seen, or lie below another thing of the menu. */
function spoiltWordsOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults = new Set<string>();
    const scope = document.querySelector('dialog[open]') ?? document.body;
    const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      const parent = text.parentElement!;
      if (!parent.checkVisibility() || parent.closest('.visually-hidden, select, canvas, svg') !== null)
        continue;
      for (const { 0: word, index } of text.data.matchAll(/[^\s\-·/]+/g)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
        if (new Set(rects.map(({ top }) => Math.round(top / 8))).size > 1 && word.length < 14)
          faults.add(`torn: ${word}`);
        if (rects.some((rect) => isCut(rect, parent))) faults.add(`cut: ${word}`);
      }
    }
    for (const count of document.querySelectorAll('nav bdi')) {
      const icon = count.parentElement!.querySelector('svg')!.getBoundingClientRect();
      const own = count.getBoundingClientRect();
      const across = Math.min(own.right, icon.right) - Math.max(own.left, icon.left);
      if (across > icon.width / 2) faults.add('a number hides its icon');
    }
    return [...faults];

    function isCut(rect: DOMRect, from: Element): boolean {
      if (from.closest('nav') !== null && (rect.left < 0 || rect.right > innerWidth)) return true;
      for (let box: Element | null = from; box !== null && box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        const { left, right, top, bottom } = box.getBoundingClientRect();
        // What scrolls can be brought into view.
        if (overflowX === 'auto' || overflowY === 'auto') return false;
        if (overflowX === 'hidden' && (rect.left < left - 1 || rect.right > right + 1)) return true;
        if (overflowY === 'hidden' && (rect.bottom - 4 > bottom || rect.top + 4 < top)) return true;
      }
      return false;
    }
  });
}
