// What there is to see in the till, each scene reached through the screens themselves.
import type { Page } from 'playwright';
import { shoot } from '../../support/wedge-shot.ts';
import type { SampleTill } from '../../support/sample-cashier.ts';
import { makeStill } from '../../support/still.ts';
import { typeByHand } from '../../support/type-by-hand.ts';
import { ADDING_SCENES } from './adding-scenes.ts';
import { COUNTER_SCENES } from './counter-scenes.ts';
import { OPENING_SCENES } from './opening-scenes.ts';
import type { Scene } from './scene.ts';

/** Opens a scene and waits until nothing moves any more. */
export async function openScene(page: Page, scene: Scene, galleryUrl: string, locale: string): Promise<void> {
  const currency = locale === 'fa' ? '&currency=IRR' : '';
  await page.goto(`${galleryUrl}?scene=${scene.name}&${scene.query}${currency}${scene.hash}`);
  await page.waitForSelector('main > :not([hidden])');
  // The camera is opened last: from then on keys and scans have their listeners.
  if (scene.hash === '#serve') await page.waitForSelector('[data-scanner=watching]');
  await scene.play?.(page);
  await makeStill(page);
}

async function scan(page: Page, text: string, step: string): Promise<void> {
  await page.evaluate((code) => (window as Window & { till?: SampleTill }).till?.scan(code), text);
  await page.waitForSelector(`[data-step="${step}"]`);
}

export const CASHIER_SCENES: readonly Scene[] = [
  { name: 'pair', query: 'till=new&offline', hash: '' },
  {
    name: 'pair-refused',
    query: 'till=new',
    hash: '',
    play: async (page) => {
      const [code, name] = [page.locator('input').nth(0), page.locator('input').nth(1)];
      await code.fill('0000 0000');
      await name.fill('Front desk');
      await page.locator('button[type=submit]').click();
      await page.waitForTimeout(300);
    },
  },
  { name: 'serve', query: 'offline', hash: '#serve' },
  { name: 'serve-amount', query: '', hash: '#serve', play: (page) => typeByHand(page, '12900') },
  {
    name: 'serve-lines',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '12900');
      await page.locator('[style*="line"]').click();
      await typeByHand(page, '4550');
      await page.locator('input[type=radio]').nth(2).check({ force: true });
    },
  },
  {
    name: 'member-without-amount',
    query: 'offline',
    hash: '#serve',
    play: (page) => scan(page, 'member', 'member'),
  },
  {
    name: 'member',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await scan(page, 'member', 'member');
    },
  },
  {
    name: 'receipt',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await scan(page, 'member', 'member');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open] canvas');
    },
  },
  {
    name: 'voucher',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await scan(page, 'voucher', 'voucher');
    },
  },
  {
    name: 'voucher-without-amount',
    query: '',
    hash: '#serve',
    play: (page) => scan(page, 'voucher', 'refused'),
  },
  {
    name: 'minimum',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '8200');
      await scan(page, 'voucher', 'refused');
    },
  },
  {
    name: 'used',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await scan(page, 'used', 'refused');
    },
  },
  {
    name: 'reason',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await scan(page, 'used', 'refused');
      await page.locator('[data-result] button').first().click();
      await page.waitForSelector('dialog[open] canvas');
    },
  },
  {
    name: 'pay',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await page.locator('[data-pay-open] button').click();
      await page.waitForSelector('dialog[open] [aria-live]');
    },
  },
  {
    name: 'pay-not-taken',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await page.locator('[data-pay-open] button').click();
      await page.waitForSelector('dialog[open] [aria-live]');
      await shoot(page, [...'LW1:member', 'Enter']);
      await page.waitForSelector('dialog[open] [role=status]');
    },
  },
  {
    name: 'pay-request',
    query: 'offline',
    hash: '#serve',
    play: async (page) => {
      await typeByHand(page, '17450');
      await page.locator('[data-pay-open] button').click();
      await page.waitForSelector('dialog[open] [aria-live]');
      await page.locator('dialog[open] button').last().click();
      await page.waitForSelector('dialog[open] canvas');
    },
  },
  { name: 'queue', query: 'offline', hash: '#queue' },
  { name: 'queue-empty', query: 'empty', hash: '#queue' },
  ...COUNTER_SCENES,
  ...OPENING_SCENES,
  ...ADDING_SCENES,
  { name: 'terminal', query: 'offline', hash: '#terminal' },
  { name: 'terminal-revoked', query: 'revoked', hash: '#terminal' },
  { name: 'dead-worker', query: 'dead', hash: '#shift' },
  { name: 'serve-revoked', query: 'revoked', hash: '#serve' },
];
