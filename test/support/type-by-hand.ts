import type { Page } from 'playwright';

/** As fast as a hand types: keys that follow each other faster are taken for a scanner's. */
const KEY_GAP_MS = 120;

export function typeByHand(page: Page, keys: string): Promise<void> {
  return page.keyboard.type(keys, { delay: KEY_GAP_MS });
}
