import type { Page } from 'playwright';

/** What a hardware scanner types: its keys carry the times of its own clock, whatever else the machine is doing meanwhile. */
export async function shoot(page: Page, keys: readonly string[]): Promise<void> {
  await page.evaluate((pressed) => {
    const target = document.activeElement ?? document.body;
    const startedAt = performance.now();
    for (const [index, key] of pressed.entries()) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: startedAt + index / 10 });
      target.dispatchEvent(event);
    }
  }, keys);
}
