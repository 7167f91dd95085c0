// One profile through all rounds: customers are served, the browser dies, the profile is opened again and compared.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { type BrowserProcess, openBrowser } from './browser-process.ts';
import { auditBooks, auditProfile } from './counter-audit.ts';
import { type Acknowledged, openApps, serveCustomer, type Serving, setUpCounter } from './counter-at-work.ts';
import { appFiles, waitUntilKept } from './kept-files.ts';
import type { KillOptions, Round } from './round.ts';

export interface BrowserRounds extends Pick<KillOptions, 'rounds' | 'throwDice'> {
  readonly server: ServerProcess;
  /** Where the browser reaches it. */
  readonly url: string;
  readonly profile: string;
  readonly die: (browser: BrowserProcess) => Promise<void>;
}

/** Of what a customer takes, on this machine and now: some die before their receipt, some are followed by others. */
const MOST_SALE = 1.2;
/** Of what the first start of the apps took: they send what they have as soon as they run. */
const MOST_START = 1.2;
const LEAST_MINOR = 101;
const MOST_MINOR = 999;

export async function* browserRounds(options: BrowserRounds): AsyncGenerator<Round, void> {
  const { server, url, profile, throwDice, rounds } = options;
  const books = openDatabase(socketAddress(server.dataDir), 2);
  const acknowledged: Acknowledged = { sold: new Map(), kept: new Set(), passes: [] };
  const amount = (): number => LEAST_MINOR + Math.floor(throwDice() * (MOST_MINOR - LEAST_MINOR));
  const serving: Serving = { url, amount, acknowledged };
  let browser = await openBrowser(profile);
  try {
    await setUpCounter(browser, server, url);
    const files = await appFiles(browser.wallet);
    await serveCustomer(browser, serving);
    const customerMs = await lasts(() => serveCustomer(browser, serving));
    await browser.close();
    browser = await openBrowser(profile);
    const startMs = await lasts(() => openApps(browser, url));
    for (let round = 0; round < rounds; round++) {
      const inSync = round % 2 === 1;
      if (inSync) {
        if (!(await waitUntilKept(browser, files))) {
          await browser.kill();
          browser = await openBrowser(profile);
          await openApps(browser, url);
          if (!(await waitUntilKept(browser, files))) throw new Error('the browser does not answer, twice');
        }
        await serveWithoutLine(browser, serving);
      }
      const work = inSync
        ? openApps(browser, url).catch(() => undefined)
        : serveUntilItDies(browser, serving);
      const afterMs = Math.round(throwDice() * (inSync ? startMs * MOST_START : customerMs * MOST_SALE));
      await sleep(afterMs);
      await options.die(browser);
      await work;
      browser = await openBrowser(profile);
      const refused = await openApps(browser, url).then(
        () => [],
        (error: unknown) => [String(error)],
      );
      const wrong = [...refused, ...(await auditProfile(browser, books, acknowledged))];
      const isLast = round === rounds - 1 || refused.length > 0;
      if (isLast) wrong.push(...(await auditBooks(browser, books, acknowledged)));
      const { sold, kept } = acknowledged;
      const what = `${inSync ? 'a sync' : 'a sale'} after ${afterMs} ms`;
      yield { words: `browser in ${what}, ${sold.size} sold, ${kept.size} kept`, wrong };
      if (isLast) return;
    }
  } finally {
    await browser.close();
    await books.destroy();
  }
}

async function lasts(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Customer after customer, with a line, until the browser is gone. */
async function serveUntilItDies(browser: BrowserProcess, serving: Serving): Promise<void> {
  let isGone = false;
  browser.context.once('close', () => (isGone = true));
  while (!isGone) {
    try {
      await serveCustomer(browser, serving);
    } catch (error) {
      await sleep(100);
      if (!isGone) throw error;
    }
  }
}

/** What is made so is sent at once when the apps start with a line again. */
async function serveWithoutLine(browser: BrowserProcess, serving: Serving): Promise<void> {
  await browser.context.setOffline(true);
  await serveCustomer(browser, serving);
  await browser.context.setOffline(false);
}
