// What is done before the first customer comes: practice, the check of the till, the pairing of another one.
import type { Scene } from './scene.ts';

export const OPENING_SCENES: readonly Scene[] = [
  { name: 'training', query: 'training&offline', hash: '#serve' },
  {
    name: 'training-codes',
    query: 'training&offline',
    hash: '#terminal',
    play: async (page) => {
      await page.locator('[data-training] button').first().click();
      await page.locator('dialog[open] li').first().waitFor();
    },
  },
  {
    name: 'training-code-shown',
    query: 'training&offline',
    hash: '#terminal',
    play: async (page) => {
      await page.locator('[data-training] button').first().click();
      await page.locator('dialog[open] li button').nth(1).click();
      await page.locator('dialog[open] canvas').waitFor();
    },
  },
];
