// `npm run load -- --browser N`: a phone that was away while tills sold to its member N times. A real browser hears of it all,
// verifies and folds it; beside it, in the same browser, the bare verifications and strict writes without which it cannot be done.
import type { Page } from '@playwright/test';
import { assert } from '#base/assert.ts';
import { bytesFromHex } from '#base/bytes.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import { walletEn as words } from '#i18n/wallet/en.ts';
import { createDevice, PHONE } from '../e2e/support/device.ts';
import { join } from '../e2e/support/wallet-person.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { shopOverSocket } from '../support/shop-over-socket.ts';
import { openTill, type Sealed } from '../support/shop.ts';

const SHOP = 'book-harbour';
const SHOP_NAME = 'Book Harbour';
const PUSH = 200;
/** Below what a till may sign for in a day: beyond it the sales count for nothing. */
const SALES_OF_A_TILL = 12 * PUSH;
/** The last sale gives points that no number of the others adds up to: what it leaves is on the screen only at the very end. */
const LAST_SALE = {
  facts: { kind: 'purchase' as const, lines: [{ amountMinor: 1300, category: 'food' }] },
  totalMinor: 1300,
};
/** Rows of one strict transaction, as many as a page of changes has. */
const PAGE = 500;
const LIMIT_MS = 600_000;

/** Prints seconds, events a second and the ratio to what the browser needs at least. */
export async function catchUpInBrowser(events: number): Promise<void> {
  const server = await createServerProcess();
  const phone = await createDevice({ locale: 'en-GB', viewport: PHONE });
  try {
    if (phone === undefined) return;
    await server.start();
    await joinShop(phone.page, server.url);
    await phone.airplane(true);
    const points = await sellMeanwhile(server, events);
    await phone.airplane(false);
    const startedAt = performance.now();
    await phone.page.goto(server.url);
    await phone.page
      .getByText(points.toLocaleString('en-GB'), { exact: true })
      .waitFor({ timeout: LIMIT_MS });
    const seconds = (performance.now() - startedAt) / 1000;
    const leastSeconds = (await phone.page.evaluate(leastMs, { events, page: PAGE })) / 1000;
    console.log(
      `a phone that was away for ${events} sales, in ${phone.context.browser()?.version() ?? 'a browser'}`,
    );
    console.log(
      `  ${seconds.toFixed(1)} s until it shows ${points} points, ${Math.round(events / seconds)} events/s`,
    );
    console.log(
      `  bare verifications (three each) and strict writes of as many rows: ${leastSeconds.toFixed(1)} s; ratio ${(seconds / leastSeconds).toFixed(1)}`,
    );
  } finally {
    await phone?.end();
    await server.end();
  }
}

async function joinShop(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: words.home.toCatalogue }).click();
  await join(page, SHOP_NAME);
  await page.waitForFunction(
    () => document.querySelector('output[data-unsent="0"][data-mode=online]') !== null,
  );
}

/** The points that the member has in the books at the end. */
async function sellMeanwhile(server: ServerProcess, events: number): Promise<number> {
  const db = openDatabase(socketAddress(server.dataDir), 2);
  try {
    const { member } = await db.selectFrom('member_device').select('member').executeTakeFirstOrThrow();
    const shop = shopOverSocket(server, { db, origin: server.url });
    const memberId = bytesFromHex(member)!;
    let till = await openTill(shop, SHOP);
    for (let done = 0; done < events; done += PUSH) {
      if (done > 0 && done % SALES_OF_A_TILL === 0) till = await openTill(shop, SHOP);
      const sealed: Sealed[] = [];
      for (let index = done; index < Math.min(done + PUSH, events); index += 1) {
        const sale = index === events - 1 ? LAST_SALE : {};
        sealed.push(await till.seal('earn', await till.sell({ ...sale, memberId })));
      }
      const results = await till.decide(...sealed);
      assert(
        results.every(({ status }) => status === 'accepted'),
        'every sale counts',
      );
    }
    const account = `member/${member}/${SHOP}/page`;
    const row = db.selectFrom('balance').select('amount').where('account', '=', account);
    return (await row.executeTakeFirstOrThrow()).amount;
  } finally {
    await db.destroy();
  }
}

/** Runs inside the page: a receipt is signed by its till, the till's certificate by its shop, and the list of shops by the server. */
async function leastMs({
  events,
  page,
}: {
  readonly events: number;
  readonly page: number;
}): Promise<number> {
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pair = (await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify'])) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
  const message = new Uint8Array(340);
  const signature = await crypto.subtle.sign(ecdsa, pair.privateKey, message);
  const db = await new Promise<IDBDatabase>((done) => {
    const opening = indexedDB.open('bare', 1);
    opening.addEventListener('upgradeneeded', () =>
      opening.result.createObjectStore('rows', { autoIncrement: true }),
    );
    opening.addEventListener('success', () => done(opening.result));
  });
  const startedAt = performance.now();
  for (let done = 0; done < events; done += page) {
    for (let index = 0; index < page * 3; index += 1) {
      const key = await crypto.subtle.importKey('raw', raw, ecdsa, false, ['verify']);
      await crypto.subtle.verify(ecdsa, key, signature, message);
    }
    await new Promise((written) => {
      const transaction = db.transaction('rows', 'readwrite', { durability: 'strict' });
      for (let index = 0; index < page; index += 1) transaction.objectStore('rows').add(message);
      transaction.addEventListener('complete', written);
    });
  }
  return performance.now() - startedAt;
}
