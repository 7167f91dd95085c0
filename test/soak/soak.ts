// A till's long day: sales, redemptions, refusals and undos through the real screens without a line, the browser ended
// and started again in between. Counted twice, by the till and by whoever stands beside it.
import type { Page } from '@playwright/test';
import { createDevice, type Device, TABLET } from '../e2e/support/device.ts';
import { readyForOffline } from '../e2e/support/offline.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { readRecords } from './till-records.ts';
import { ready, redeem, refuse, sell, undoLast } from './counter.ts';
import { type Customers, openCustomers } from './customers.ts';

export interface SoakOptions {
  readonly rounds: number;
  /** Rounds between two restarts of the browser. */
  readonly stretch: number;
  readonly say: (line: string) => void;
}

export interface Tally {
  sales: number;
  turnoverMinor: number;
  redemptions: number;
  discountMinor: number;
  refusals: number;
  undos: number;
  undoneMinor: number;
}

export interface SoakReport {
  /** As counted beside the till. */
  readonly tally: Tally;
  /** As the till's database has it; refusals leave nothing there. */
  readonly till: Omit<Tally, 'refusals'>;
  /** Bytes of the page's heap after a collection, early and late in each stretch. */
  readonly heaps: readonly { readonly early: number; readonly late: number }[];
  /** Records waiting for the line, as every screen of the till says. */
  readonly unsent: number;
}

const SHOP = 'copper-cup';

/** `undefined` when no browser can be had; the reason was printed. */
export async function soak(options: SoakOptions): Promise<SoakReport | undefined> {
  const server = await createServerProcess();
  let tablet: Device | undefined;
  try {
    await server.start();
    tablet = await createDevice({ locale: 'en-GB', viewport: TABLET });
    if (tablet === undefined) return undefined;
    return await day(server, tablet, options);
  } finally {
    await tablet?.end();
    await server.end();
  }
}

async function day(server: ServerProcess, tablet: Device, options: SoakOptions): Promise<SoakReport> {
  const address = `http://localhost:${server.port}/cashier/`;
  await open(server, tablet, address);
  const customers = await openCustomers(server.url, server.dataDir, SHOP);
  await tablet.airplane(true);
  const tally = emptyTally();
  const heaps: { early: number; late: number }[] = [];
  for (let done = 0; done < options.rounds; done += options.stretch) {
    const until = Math.min(done + options.stretch, options.rounds);
    heaps.push(await stretch(tablet.page, customers, tally, { from: done, until }));
    options.say(`${until} of ${options.rounds} rounds, heap ${heaps.at(-1)!.late} bytes`);
    await tablet.restart();
    await tablet.airplane(true);
    await tablet.page.goto(address);
    await ready(tablet.page);
  }
  const unsent = await tablet.page.locator('output[data-mode]').first().getAttribute('data-unsent');
  return { tally, till: await readRecords(tablet.page), heaps, unsent: Number(unsent) };
}

async function open(server: ServerProcess, tablet: Device, address: string): Promise<void> {
  const printed = await server.admin('terminal', 'pair', SHOP, '--name', 'Counter');
  const code = /\b[0-9A-HJKMNP-TV-Z]{8}\b/.exec(printed)?.[0];
  if (code === undefined) throw new Error(`no pairing code in ${printed}`);
  const { page } = tablet;
  await page.goto(address);
  await page.getByRole('textbox').nth(0).fill(code);
  await page.getByRole('textbox').nth(1).fill('Counter');
  await page.locator('button[type=submit]').click();
  await ready(page);
  await readyForOffline(page);
}

interface Stretch {
  readonly from: number;
  readonly until: number;
}

async function stretch(page: Page, customers: Customers, tally: Tally, { from, until }: Stretch) {
  let early = 0;
  const middle = from + Math.floor((until - from) / 2);
  for (let round = from; round < until; round++) {
    await oneRound(page, customers, tally, round);
    if (round === middle) early = await heapOf(page);
  }
  return { early, late: await heapOf(page) };
}

/** Sale, redemption, sale, refusal; every tenth time the sale is taken back. */
async function oneRound(page: Page, customers: Customers, tally: Tally, round: number): Promise<void> {
  const amountMinor = 250 + ((round * 37) % 700);
  const valueMinor = 1 + (round % 99);
  if (round % 4 === 1) {
    await redeem(page, customers, amountMinor, valueMinor);
    tally.redemptions++;
    tally.discountMinor += valueMinor;
    return;
  }
  if (round % 4 === 3) {
    await refuse(page, customers, amountMinor);
    tally.refusals++;
    return;
  }
  await sell(page, customers, amountMinor);
  tally.sales++;
  tally.turnoverMinor += amountMinor;
  if (round % 20 !== 0) return;
  await undoLast(page);
  tally.undos++;
  tally.undoneMinor += amountMinor;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

function emptyTally(): Tally {
  return {
    sales: 0,
    turnoverMinor: 0,
    redemptions: 0,
    discountMinor: 0,
    refusals: 0,
    undos: 0,
    undoneMinor: 0,
  };
}
