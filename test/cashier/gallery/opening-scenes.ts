// What is done before the first customer comes: practice, the check of the till, the pairing of another one.
import type { Page } from 'playwright';
import { CALIBRATION_CODE } from '#scan/wedge-calibration.ts';
import { shoot } from '../../support/wedge-shot.ts';
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
  { name: 'doctor', query: 'offline', hash: '#terminal/check', play: waitForLines },
  {
    name: 'doctor-tests',
    query: 'offline',
    hash: '#terminal/check',
    play: async (page) => {
      await waitForLines(page);
      await page.locator('section[aria-labelledby=cameras] button').first().click();
      await page.locator('[data-lens]').waitFor();
      await page.locator('section[aria-labelledby=wedge] button').first().click();
      await page.locator('section[aria-labelledby=wedge] canvas').waitFor();
      await page.locator('section[aria-labelledby=wedge]').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'doctor-scanner-known',
    query: 'offline',
    hash: '#terminal/check',
    play: async (page) => {
      await waitForLines(page);
      await page.locator('section[aria-labelledby=wedge] button').first().click();
      await page.locator('section[aria-labelledby=wedge] canvas').waitFor();
      await shoot(page, [...CALIBRATION_CODE.toLowerCase(), 'Enter']);
      await page.locator('[data-wedge=known]').scrollIntoViewIfNeeded();
    },
  },
];

async function waitForLines(page: Page): Promise<void> {
  await page.locator('[data-line=clock]').waitFor();
}
