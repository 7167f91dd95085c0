// A power cut tears what keeps the apps themselves: Chromium writes its list of service workers and their files when it
// likes. Whatever is torn, both apps open with a line at once, and without one soon after.
import { readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { type BrowserProcess, openBrowser } from './browser-process.ts';
import { auditBooks, auditProfile } from './counter-audit.ts';
import { openCounter } from './counter.ts';
import { openApps, serveCustomer, type Serving, setUpCounter } from './counter-at-work.ts';
import { appFiles, waitUntilKept } from './kept-files.ts';
import type { KillOptions, Round } from './round.ts';

type Dice = () => number;

interface Tear {
  readonly words: string;
  readonly tear: (profile: string, throwDice: Dice) => void;
}

/** As found after power cuts: what is younger than the last write to the disk is empty. */
const TEARS: readonly Tear[] = [
  { words: 'the indexes of the caches empty', tear: emptyIndexes },
  {
    words: 'the indexes of the caches and the list of service workers empty',
    tear: (profile) => {
      emptyIndexes(profile);
      emptyList(profile);
    },
  },
  { words: 'the list of service workers empty', tear: emptyList },
  { words: 'files of the caches cut off', tear: cutOffFiles },
];

export async function* tearFilesOfBrowser({ rounds, throwDice }: KillOptions): AsyncGenerator<Round, void> {
  const { server, profile, serving, books, end } = await openCounter(throwDice);
  const { url, acknowledged } = serving;
  let browser: BrowserProcess | undefined;
  try {
    browser = await openBrowser(profile);
    await setUpCounter(browser, server, url);
    const files = await appFiles(browser.wallet);
    for (let round = 0; round < rounds; round++) {
      await browser.close();
      const { words, tear } = TEARS[round % TEARS.length]!;
      tear(profile, throwDice);
      browser = await openBrowser(profile);
      await openApps(browser, url);
      const kept = await waitUntilKept(browser, files).catch(String);
      const wrong =
        kept === true
          ? await servedWithoutLine(browser, serving)
          : [kept === false ? 'the browser does not answer' : kept];
      wrong.push(...(await auditProfile(browser, books, acknowledged)));
      const isLast = round === rounds - 1 || wrong.length > 0;
      if (isLast) wrong.push(...(await auditBooks(browser, books, acknowledged)));
      yield { words: `${words}, ${acknowledged.sold.size} sold`, wrong };
      if (isLast) break;
    }
  } finally {
    await browser?.close();
    await end();
  }
}

async function servedWithoutLine(browser: BrowserProcess, serving: Serving): Promise<string[]> {
  await browser.context.setOffline(true);
  try {
    await openApps(browser, serving.url);
    await serveCustomer(browser, serving);
    return [];
  } catch (error) {
    return [String(error)];
  } finally {
    await browser.context.setOffline(false);
  }
}

function emptyIndexes(profile: string): void {
  for (const cache of cachesOf(profile)) truncateSync(path.join(cache, 'index'));
}

function emptyList(profile: string): void {
  const list = path.join(profile, 'Default', 'Service Worker', 'Database');
  for (const log of readdirSync(list).filter((name) => name.endsWith('.log')))
    truncateSync(path.join(list, log));
}

/** A third of all, at any place. */
function cutOffFiles(profile: string, throwDice: Dice): void {
  for (const cache of cachesOf(profile))
    for (const name of readdirSync(cache)) {
      const file = path.join(cache, name);
      if (/^[0-9a-f]{16}_0$/.test(name) && throwDice() < 1 / 3)
        truncateSync(file, Math.floor(throwDice() * statSync(file).size));
    }
}

/** A folder each, of the profile's only origin. */
function cachesOf(profile: string): string[] {
  const storage = path.join(profile, 'Default', 'Service Worker', 'CacheStorage');
  const [origin] = readdirSync(storage);
  return readdirSync(path.join(storage, origin!), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(storage, origin!, name));
}
