import type { Page } from 'playwright';

/** Between two keys, on the scanner's own clock. */
const GAP_MS = 0.1;

/** What a hardware scanner types: its keys carry the times of its own clock, whatever else the machine is doing meanwhile. */
export async function shoot(page: Page, keys: readonly string[]): Promise<void> {
  await shootSlowly(page, keys, []);
}

/** The same with a pause of its own before each key, the first ones if there are fewer; the page may draw in between. */
export async function shootSlowly(
  page: Page,
  keys: readonly string[],
  pausesMs: readonly number[],
): Promise<void> {
  const shot = keys.map((key, index) => ({ key, pauseMs: pausesMs[index] ?? GAP_MS }));
  await page.evaluate(
    async ({ pressed, draws }) => {
      let atMs = performance.now();
      for (const { key, pauseMs } of pressed) {
        atMs += pauseMs;
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        Object.defineProperty(event, 'timeStamp', { value: atMs });
        (document.activeElement ?? document.body).dispatchEvent(event);
        if (draws) await new Promise((done) => setTimeout(done));
      }
    },
    { pressed: shot, draws: pausesMs.length > 0 },
  );
}

/**
 * The same through the browser's own keyboard, so that keys do in fields and forms what a scanner's do. Chromium only.
 * The keys go into whatever has the focus.
 */
export async function shootInto(
  page: Page,
  text: string,
  ends: readonly string[] = ['Enter'],
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const beganS = Date.now() / 1_000;
  // None waits for the one before: a machine at work must not make a pause of it.
  await Promise.all(
    [...text, ...ends].flatMap((key, index) => {
      const event = { key, ...KEYS[key], timestamp: beganS + (index * GAP_MS) / 1_000 };
      const typed =
        key.length === 1 ? { type: 'keyDown' as const, text: key } : { type: 'rawKeyDown' as const };
      return [
        session.send('Input.dispatchKeyEvent', { ...typed, ...event }),
        session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' }),
      ];
    }),
  );
  await session.detach();
}

const KEYS: Readonly<Record<string, object>> = {
  Enter: { windowsVirtualKeyCode: 13, type: 'keyDown', text: '\r' },
  Tab: { windowsVirtualKeyCode: 9 },
};
