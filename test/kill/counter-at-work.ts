// Till and wallet in one profile, used through their real screens, and the list of what the screens acknowledged.
import type { Page } from '@playwright/test';
import { hexFromBytes } from '#base/bytes.ts';
import { cashierEn as tillWords } from '#i18n/cashier/en.ts';
import { sharedEn as shared } from '#i18n/shared/en.ts';
import { walletEn as walletWords } from '#i18n/wallet/en.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { MEMBER_PASS } from '#protocol/member-pass.ts';
import { openAs, openMessage } from '#protocol/open-message.ts';
import { readyForOffline } from '../e2e/support/offline.ts';
import { join } from '../e2e/support/wallet-person.ts';
import { enter, press, ready, scan } from '../soak/counter.ts';
import type { ServerProcess } from '../support/server-process.ts';
import type { BrowserProcess } from './browser-process.ts';

/** What was on a screen: it was told to somebody, so it must stay true. */
export interface Acknowledged {
  /** Receipts on the till's screen: message id to amount. */
  readonly sold: Map<string, number>;
  /** Receipts that the wallet said it keeps. */
  readonly kept: Set<string>;
  /** Counters of the passes shown, in their order: none may come again. */
  readonly passes: number[];
}

const CODE = 'canvas[data-code]:visible';
const SHOP = 'copper-cup';

/** The wallet joins, the till is paired, and both can open without a line. */
export async function setUpCounter(
  { till, wallet }: BrowserProcess,
  server: ServerProcess,
  url: string,
): Promise<void> {
  await wallet.goto(`${url}/catalogue`);
  await join(wallet, 'Copper Cup');
  const printed = await server.admin('terminal', 'pair', SHOP, '--name', 'Counter');
  const code = /\b[0-9A-HJKMNP-TV-Z]{8}\b/.exec(printed)?.[0];
  if (code === undefined) throw new Error(`no pairing code in ${printed}`);
  await till.goto(`${url}/cashier/`);
  await till.getByRole('textbox').nth(0).fill(code);
  await till.getByRole('textbox').nth(1).fill('Counter');
  await till.locator('button[type=submit]').click();
  await ready(till);
  await readyForOffline(till);
  await wallet.goto(`${url}/`);
  await readyForOffline(wallet);
}

/** Both apps as after a start of the browser. Rejects with what they show instead. */
export async function openApps({ till, wallet }: BrowserProcess, url: string): Promise<void> {
  try {
    await Promise.all([till.goto(`${url}/cashier/`), wallet.goto(`${url}/`)]);
    await ready(till);
    await wallet.getByRole('button', { name: walletWords.home.showPass }).waitFor();
  } catch (error) {
    const shown = await Promise.all([till, wallet].map((page) => page.locator('body').innerText()));
    throw new Error(`the apps do not open: ${JSON.stringify(shown)}`, { cause: error });
  }
}

export interface Serving {
  readonly url: string;
  readonly amount: () => number;
  readonly acknowledged: Acknowledged;
}

/** One customer: a pass, a sale, and the receipt scanned. Notes each acknowledgement the moment it is seen. */
export async function serveCustomer(
  { till, wallet }: BrowserProcess,
  { url, amount, acknowledged }: Serving,
): Promise<void> {
  const amountMinor = amount();
  // A pass is the same for 15 seconds, and answered once: a wallet that starts shows a new one.
  await wallet.goto(`${url}/`);
  await press(wallet, walletWords.home.showPass);
  const pass = await shownCode(wallet);
  acknowledged.passes.push(counterOf(pass));
  await enter(till, amountMinor);
  await scan(till, pass, 'member');
  await press(till, tillWords.serve.record);
  const receipt = await shownCode(till);
  const id = await receiptIdOf(receipt);
  acknowledged.sold.set(id, amountMinor);
  await press(wallet, walletWords.voucher.scanReceipt);
  await press(wallet, shared.scanner.paste);
  await wallet.getByRole('textbox', { name: shared.scanner.pasteLabel }).fill(receipt);
  await press(wallet, shared.scanner.pasteUse);
  await wallet.locator('[data-result]').waitFor();
  acknowledged.kept.add(id);
  await press(till, tillWords.serve.nextCustomer);
  await ready(till);
}

async function shownCode(page: Page): Promise<string> {
  return (await page.locator(CODE).getAttribute('data-code'))!;
}

function counterOf(pass: string): number {
  const opened = openAs(MEMBER_PASS, bytesOf(pass));
  if (!opened.ok) throw new Error(`${pass} is no pass: ${opened.error.kind}`);
  return opened.value.value.counter;
}

async function receiptIdOf(code: string): Promise<string> {
  const opened = openMessage(bytesOf(code));
  if (!opened.ok) throw new Error(`${code} is no receipt: ${opened.error.kind}`);
  return hexFromBytes(await messageIdOf(opened.value.sign1));
}

function bytesOf(code: string): Uint8Array<ArrayBuffer> {
  const bytes = bytesFromCode(code);
  if (!bytes.ok) throw new Error(bytes.error.kind);
  return bytes.value;
}
