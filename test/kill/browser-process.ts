// A browser with one profile on the disk, whose processes can all be killed at one moment.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../support/browsers.ts';
import { freezeTree, killAll, treeOf } from '../support/process-tree.ts';

export interface BrowserProcess {
  readonly context: BrowserContext;
  readonly till: Page;
  readonly wallet: Page;
  /** -9 to all of its processes; returns when they are gone. They stand still while `whileFrozen` runs. */
  readonly kill: (whileFrozen?: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

const LOCKS = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];
const STEP_LIMIT_MS = 20_000;

/** Opens the profile, whatever an earlier life has left there. */
export async function openBrowser(profile: string): Promise<BrowserProcess> {
  for (const lock of LOCKS) rmSync(path.join(profile, lock), { force: true });
  const executablePath = await findChromium();
  const args = [...CHROMIUM_FLAGS];
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, locale: 'en-GB' });
  context.setDefaultTimeout(STEP_LIMIT_MS);
  const main = await mainProcess(context);
  const till = context.pages()[0] ?? (await context.newPage());
  const wallet = await context.newPage();
  return {
    context,
    till,
    wallet,
    kill: async (whileFrozen) => {
      const pids = freezeTree(main);
      await whileFrozen?.();
      killAll(pids);
      await context.close().catch(() => undefined);
      for (let waitedMs = 0; waitedMs < 5_000 && treeOf(pids).length > 0; waitedMs += 10) await sleep(10);
    },
    close: async () => {
      await context.close();
    },
  };
}

/** All others are its children. */
async function mainProcess(context: BrowserContext): Promise<number> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser')!.id;
}
