import type { Page } from 'playwright';

/** What a hardware scanner types: every key within one task, whatever else the machine is doing. */
export async function shoot(page: Page, keys: readonly string[]): Promise<void> {
  await page.evaluate((pressed) => {
    const target = document.activeElement ?? document.body;
    for (const key of pressed) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
  }, keys);
}
