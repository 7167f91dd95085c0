// Waits until both apps open without a line, and tells why not.
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserProcess } from './browser-process.ts';

/** What was lost is fetched again at the start, or at one of the looks 10, 30 and 70 seconds later. */
const LIMIT_MS = 60_000;
/** Each question takes the line away for a moment: between two of them the apps have time to come back. */
const ASK_EVERY_MS = 5_000;
const TOOLS_LIMIT_MS = 15_000;

/**
 * Throws when one of them would not open. The apps must already be open with a line.
 * @returns whether the browser answered: after a power cut its tools wait for ever, at times, for a worker that never starts.
 */
export async function waitUntilKept({ context, till, wallet }: BrowserProcess): Promise<boolean> {
  for (const page of [till, wallet]) {
    const startedAt = performance.now();
    for (;;) {
      await sleep(ASK_EVERY_MS);
      // Without a line: the question itself must not bring anything back.
      const isOffline = context.setOffline(true).then(() => true);
      if (!(await Promise.race([isOffline, sleep(TOOLS_LIMIT_MS, false)]))) return false;
      const state = await page.evaluate(keptState);
      await context.setOffline(false);
      if (state === 'whole') break;
      if (performance.now() - startedAt > LIMIT_MS)
        throw new Error(`${page.url()} does not open without a line: ${state}`);
      // A page that is being used is not reloaded under somebody's hands, and every question counts as use.
      if (state === 'AbortError') await page.reload();
    }
  }
  return true;
}

/** `whole` when the service worker can read every file of the app. */
async function keptState(): Promise<string> {
  const unanswered = new Promise<string>((done) => setTimeout(done, 20_000, 'no answer'));
  const asked = navigator.serviceWorker.getRegistration().catch((error: Error) => error.name);
  const registration = await Promise.race([asked, unanswered]);
  if (typeof registration === 'string') return registration;
  const active = registration?.active;
  if (active === undefined || active === null) return 'no service worker';
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<string>((done) => {
    port1.addEventListener('message', ({ data }) => done(data === true ? 'whole' : 'files are missing'));
    port1.start();
    active.postMessage({ type: 'MAKE_WHOLE' }, [port2]);
  });
  return Promise.race([answer, unanswered]);
}
