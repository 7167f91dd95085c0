// What is done between sales: records, what is taken back, shifts, files.
import type { Page } from 'playwright';
import { shoot } from '../../support/wedge-shot.ts';
import type { Scene } from './scene.ts';

/** Opens the first redemption and presses one of its buttons (the first one closes the sheet). */
async function openRedemption(page: Page, button?: number): Promise<void> {
  await page.locator('[data-kind=redeem] button').first().click();
  await page.waitForSelector('dialog[open] code');
  if (button !== undefined) await page.locator('dialog[open] button').nth(button).click();
}

const transferButton = (page: Page, place: number) =>
  page.locator('main > :not([hidden]) section').last().locator('button').nth(place);

export const COUNTER_SCENES: readonly Scene[] = [
  { name: 'record', query: 'offline', hash: '#queue', play: (page) => openRedemption(page) },
  {
    name: 'record-partly-refunded',
    query: 'offline',
    hash: '#queue',
    play: async (page) => {
      await page.locator('[data-record$="42"] button').click();
      await page.waitForSelector('dialog[open] code');
    },
  },
  {
    name: 'record-conflict',
    query: 'offline',
    hash: '#queue',
    play: async (page) => {
      await page.locator('[data-state=conflict] button').click();
      await page.waitForSelector('dialog[open] dl');
    },
  },
  {
    name: 'void',
    query: 'offline',
    hash: '#queue',
    play: async (page) => {
      await openRedemption(page, 2);
      await page.waitForSelector('dialog[open] fieldset');
    },
  },
  {
    name: 'refund',
    query: 'offline',
    hash: '#queue',
    play: async (page) => {
      await openRedemption(page, 3);
      await page.locator('dialog[open] input[inputmode=numeric]').last().fill('9000');
      await page.locator('dialog[open] input[type=radio]').last().check({ force: true });
    },
  },
  {
    name: 'undone',
    query: 'offline',
    hash: '#queue',
    play: async (page) => {
      await openRedemption(page, 2);
      await page.locator('dialog[open] button').nth(1).click();
      await page.waitForSelector('dialog[open] canvas');
    },
  },
  {
    name: 'same-code',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await shoot(page, [...'LW1:FORGED', 'Enter']);
      await page.waitForSelector('[data-result=refusal]');
      await shoot(page, [...'LW1:FORGED', 'Enter']);
      await page.waitForSelector('[data-same-code]');
    },
  },
  { name: 'key-lost', query: 'till=new&lost', hash: '' },
  { name: 'not-admitted', query: 'till=new&refused', hash: '' },
  { name: 'shift-none', query: 'offline', hash: '#shift' },
  { name: 'shift-empty', query: 'empty', hash: '#shift' },
  { name: 'shift', query: 'offline&shift', hash: '#shift' },
  {
    name: 'shift-report',
    query: 'offline&shift',
    hash: '#shift',
    play: async (page) => {
      await page.locator('main > :not([hidden]) section button').first().click();
      await page.locator('dialog[open] button').nth(1).click();
      await page.waitForSelector('article');
    },
  },
  {
    name: 'export-code',
    query: 'offline&shift',
    hash: '#shift',
    play: async (page) => {
      await transferButton(page, 0).click();
      await page.waitForSelector('dialog[open] output');
    },
  },
  {
    name: 'import-refused',
    query: 'offline&shift',
    hash: '#shift',
    play: async (page) => {
      await transferButton(page, 1).click();
      const [name, mimeType] = ['till-3-unsent.tessera', 'application/octet-stream'];
      const file = { name, mimeType, buffer: Buffer.from('x') };
      await page.locator('dialog[open] input[type=file]').setInputFiles(file);
      await page.locator('dialog[open] input[type=text]').fill('K7QX 2MFA');
      await page.locator('dialog[open] button[type=submit]').click();
      await page.waitForSelector('dialog[open] [role=status]');
    },
  },
];
