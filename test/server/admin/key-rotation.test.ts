// A trust list has room for three former keys: the oldest one stays as long as anything that it has signed counts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesFromBase64 } from '#base/bytes.ts';
import { admin } from '../../support/admin.ts';
import { joinedWallet, openTill, present } from '../../support/shop.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const rotate = (slug: string, ...switches: string[]) => admin(server, ['key', 'rotate', slug], { switches });

/** With seconds between them, as the audit log tells times. */
async function rotateThrice(slug: string): Promise<void> {
  for (let count = 0; count < 3; count += 1) {
    expect((await rotate(slug)).code).toBe(0);
    server.clock.advance(1000);
  }
}

test('the certificates of tills keep the key that signed them', async () => {
  const replacedMs = server.clock.nowMs();
  await rotateThrice('green-grocer');
  const until = new Date(replacedMs + 90 * DAY_MS).toISOString();
  const explained = expect.stringContaining(`${until} (a till certificate)`);
  expect(await rotate('green-grocer')).toMatchObject({ code: 1, explained });
  server.clock.advance(90 * DAY_MS);
  expect((await rotate('green-grocer')).code).toBe(0);
});

test('posters keep the key that signed them', async () => {
  const printedMs = server.clock.nowMs();
  const print = () => admin(server, ['poster', 'starbucks'], { options: { host: 'wallet.example.org' } });
  await print();
  await rotateThrice('starbucks');
  // By a newer key.
  await print();
  server.clock.advance(90 * DAY_MS);
  const until = new Date(printedMs + 365 * DAY_MS).toISOString();
  const explained = expect.stringContaining(`${until} (a poster)`);
  expect(await rotate('starbucks')).toMatchObject({ code: 1, explained });
  server.clock.advance(275 * DAY_MS);
  expect((await rotate('starbucks')).code).toBe(0);
});

test('a voucher keeps the key that signed it, until it is used up', async () => {
  const slug = 'copper-cup';
  const wallet = await joinedWallet(server);
  const options = {
    name: 'long',
    until: new Date(server.clock.nowMs() + 200 * DAY_MS).toISOString().slice(0, 10),
  };
  const words = ['voucher', 'campaign', slug, 'five-off'];
  expect((await admin(server, words, { options })).printed).toBe('1');
  const vouchers = (await wallet.changes()).filter((change) => change.kind === 'voucher');
  const given = bytesFromBase64(vouchers.at(-1)!.cose)!;
  await rotateThrice(slug);
  server.clock.advance(100 * DAY_MS);
  expect(await rotate(slug)).toMatchObject({
    code: 1,
    explained: expect.stringContaining(`${options.until}T00:00:00.000Z (a voucher)`),
  });
  const till = await openTill(server);
  server.clock.advance(11_000);
  const shown = await present(server, wallet, given, till.merchantId);
  const used = await till.decide(await till.seal('redeem', shown, await till.redeem(shown, 500)));
  expect(used).toMatchObject([{ status: 'accepted' }]);
  expect((await rotate(slug)).code).toBe(0);
});

test('the operator may drop it all the same', async () => {
  await rotateThrice('book-harbour');
  expect((await rotate('book-harbour')).code).toBe(1);
  expect((await rotate('book-harbour', 'drop-oldest')).code).toBe(0);
});
