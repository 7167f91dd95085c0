// Pairing without a signal: the new till, and the till that adds it.
import type { Page } from 'playwright';
import type { SampleTill } from '../../support/sample-cashier.ts';
import type { Scene } from './scene.ts';

const primary = (page: Page) => page.locator('main section[aria-label] button').first();

async function scan(page: Page): Promise<void> {
  await page.waitForSelector('[data-scanner=watching]');
  await page.evaluate(() => (window as Window & { till?: SampleTill }).till?.scan('any'));
}

async function askToJoin(page: Page): Promise<void> {
  await page.locator('form + button').click();
  await page.locator('section[aria-label] input').fill('Market stall');
  await page.locator('section[aria-label] button[type=submit]').click();
  await page.waitForSelector('section[aria-label] canvas');
}

export const ADDING_SCENES: readonly Scene[] = [
  { name: 'join-shown', query: 'till=new&offline', hash: '', play: askToJoin },
  {
    name: 'join-compared',
    query: 'till=new&offline',
    hash: '',
    play: async (page) => {
      await askToJoin(page);
      await primary(page).click();
      await scan(page);
      await page.waitForSelector('[role=img][dir=ltr]');
    },
  },
  {
    name: 'till-answered',
    query: 'offline',
    hash: '#terminal',
    play: async (page) => {
      await page.locator('section[aria-labelledby=adding] button').click();
      await scan(page);
      await page.waitForSelector('section[aria-label] canvas');
    },
  },
];
