// A power cut in mid-write leaves half a record at the end of the browser's log. Chromium writes on behind it, and deletes
// everything at the start after that (google/leveldb#1287) unless the apps have made it begin a new log by then.
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserProcess, openBrowser } from './browser-process.ts';
import { auditBooks, auditProfile } from './counter-audit.ts';
import { openCounter } from './counter.ts';
import { openApps, serveCustomer, setUpCounter } from './counter-at-work.ts';
import type { KillOptions, Round } from './round.ts';

const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
const MOST_RECORD_BYTES = 200;
const RENEWAL_LIMIT_MS = 30_000;

export async function* tearLogOfBrowser({ rounds, throwDice }: KillOptions): AsyncGenerator<Round, void> {
  const { server, profile, serving, books, end } = await openCounter(throwDice);
  const { url, acknowledged } = serving;
  let browser: BrowserProcess | undefined;
  try {
    browser = await openBrowser(profile);
    await setUpCounter(browser, server, url);
    for (let round = 0; round < rounds; round++) {
      await serveCustomer(browser, serving);
      await browser.kill();
      const torn = tearLog(profile, throwDice);
      browser = await openBrowser(profile);
      await openApps(browser, url);
      const wrong = [...(await auditProfile(browser, books, acknowledged))];
      if (!(await isRenewed(profile, torn.log))) wrong.push('the browser goes on with the torn log');
      await browser.close();
      browser = await openBrowser(profile);
      const opens = await openApps(browser, url).catch(String);
      wrong.push(...(opens === undefined ? [] : [opens]));
      wrong.push(...(await auditProfile(browser, books, acknowledged)));
      const isLast = round === rounds - 1 || opens !== undefined;
      if (isLast) wrong.push(...(await auditBooks(browser, books, acknowledged)));
      yield { words: `a log torn ${torn.bytes} bytes into a record, ${acknowledged.sold.size} sold`, wrong };
      if (isLast) break;
    }
  } finally {
    await browser?.close();
    await end();
  }
}

/** Adds the beginning of a record, as in https://github.com/google/leveldb/blob/main/doc/log_format.md. */
function tearLog(profile: string, throwDice: () => number): { readonly log: string; readonly bytes: number } {
  const log = logOf(profile);
  const left = BLOCK_BYTES - (statSync(log).size % BLOCK_BYTES);
  const room = left < 2 * HEADER_BYTES ? BLOCK_BYTES : left;
  const length = Math.min(MOST_RECORD_BYTES, room - HEADER_BYTES);
  const bytes = HEADER_BYTES + Math.floor(throwDice() * length);
  const half = Buffer.alloc((left < 2 * HEADER_BYTES ? left : 0) + bytes);
  half.writeUInt16LE(length, half.length - bytes + 4);
  half.writeUInt8(1, half.length - bytes + 6);
  appendFileSync(log, half);
  return { log, bytes };
}

/** The newest log of the profile's only origin. */
function logOf(profile: string): string {
  const databases = path.join(profile, 'Default', 'IndexedDB');
  const origin = readdirSync(databases).find((name) => name.endsWith('.leveldb'))!;
  const logs = readdirSync(path.join(databases, origin)).filter((name) => /^\d+\.log$/.test(name));
  return path.join(databases, origin, logs.toSorted().at(-1)!);
}

async function isRenewed(profile: string, torn: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < RENEWAL_LIMIT_MS; waitedMs += 100) {
    if (!readdirSync(path.dirname(torn)).includes(path.basename(torn)) && logOf(profile) !== torn)
      return true;
    await sleep(100);
  }
  return false;
}
