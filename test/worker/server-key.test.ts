// The server's key is followed by another, with real wallets and a real till: who heard of it goes on, nobody else is believed.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApp } from '#server/app.ts';
import { checkKeys } from '#server/check-keys.ts';
import { openKeyStore } from '#server/keys.ts';
import { readServerState } from '#server/server-state.ts';
import { ANNOUNCED_AT_LEAST_MS } from '#server/admin/commands/server-key.ts';
import { verifyExport } from '#server/verify-export/verify-export.ts';
import { NEXT_KEY_WAIT_MS } from '#worker/shared/server-key-pin.ts';
import { admin } from '../support/admin.ts';
import { pairedCounterTill, settle } from '../support/counter.ts';
import { type TestServer, openTestServer, random } from '../support/test-server.ts';
import { good, openTestWallet } from '../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn, type WalletOnLine } from '../support/wallet-line.ts';

const SALE = { lines: [{ amountMinor: 1_000, category: 'fiction' }] };
const DAY_MS = 86_400_000;

let server: TestServer;
let member: WalletOnLine;
beforeEach(async () => {
  server = await openTestServer();
  member = await joinedWallet(server, 'book-harbour');
});
afterEach(() => server.close());

/** A new process on the same database and keys folder. */
async function startAgain(): Promise<TestServer> {
  const keys = await openKeyStore(server.keysDir);
  if (!keys.ok) throw new Error(keys.error.message);
  expect(await checkKeys(server.db, keys.value)).toMatchObject({ ok: true });
  const state = await readServerState(server.db, random);
  const { db, clock } = server;
  const app = createApp({ db, clock, random, state, keys: keys.value, log: () => undefined });
  return { ...server, keys: keys.value, state, app };
}

async function announce(): Promise<TestServer> {
  expect(await admin(server, ['server-key', 'announce'])).toMatchObject({ code: 0 });
  member.line.server = await startAgain();
  return member.line.server;
}

async function switchOver(): Promise<TestServer> {
  expect(await admin(server, ['server-key', 'switch'])).toMatchObject({ code: 0 });
  return startAgain();
}

/** The wallet looks again, a day later. */
async function nextDay() {
  server.clock.advance(DAY_MS);
  return member.wallet.api.syncNow();
}

it('a wallet and a till that heard of the next key follow it, and old and new serve each other', async () => {
  const till = await pairedCounterTill(server, 'book-harbour');
  const sell = async () =>
    good(await till.api.readCode(good(await member.wallet.api.pass()).text, SALE)).kind;
  till.line.server = await announce();
  await nextDay();
  await settle(till);
  server.clock.advance(ANNOUNCED_AT_LEAST_MS - 3 * DAY_MS);
  expect(await admin(server, ['server-key', 'switch'])).toMatchObject({ code: 1 });
  await nextDay();
  await settle(till);
  server.clock.advance(3 * DAY_MS);
  const renewed = await switchOver();
  // The wallet has switched, the till has not been online since.
  member.line.server = renewed;
  expect(await member.wallet.api.syncNow()).not.toHaveProperty('problem');
  await member.wallet.api.syncNow();
  till.line.state = 'down';
  expect(await sell()).toBe('member');
  // What the old key certified is good at a till that has the new one.
  till.line.state = 'up';
  till.line.server = renewed;
  await settle(till);
  expect(await sell()).toBe('member');
  expect((await till.connection.view()).problem).toBeUndefined();
  expect(await till.stores.meta.get('serverKey')).toEqual(renewed.keys.server.publicKey);
  expect(await till.stores.meta.get('nextServerKey')).toBeUndefined();
  const file = good(await member.wallet.api.exportLedger());
  const { findings } = await verifyExport(file.bytes, renewed.keys.server.publicKey);
  expect(findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

it('who was away all the time refuses the new key, keeps what it has, and is told what to do', async () => {
  const away = member.wallet;
  member.line.state = 'down';
  await announce();
  server.clock.advance(ANNOUNCED_AT_LEAST_MS);
  member.line.server = await switchOver();
  good(await away.api.join('green-grocer'));
  member.line.state = 'up';
  expect(await away.api.syncNow()).toMatchObject({
    unsent: 2,
    problem: { kind: 'server_key_changed' },
  });
  // A phone that meets the server for the first time takes it as it is.
  const fresh = openTestWallet(walletOn(server, openLine(member.line.server)));
  expect(await fresh.api.syncNow()).not.toHaveProperty('problem');
});

it('a key that was named a moment ago is not taken yet, and one that is no longer named never', async () => {
  await announce();
  server.clock.advance(ANNOUNCED_AT_LEAST_MS - 2 * DAY_MS);
  await nextDay();
  server.clock.advance(DAY_MS);
  member.line.server = await switchOver();
  expect(await member.wallet.api.syncNow()).toMatchObject({ problem: { kind: 'server_key_new' } });
  expect(await member.wallet.stores.meta.get('serverKey')).toEqual(server.keys.server.publicKey);
  server.clock.advance(NEXT_KEY_WAIT_MS);
  expect(await member.wallet.api.syncNow()).not.toHaveProperty('problem');
});

it('a process that still signs with the old key names the new one, and a withdrawn key is forgotten', async () => {
  await announce();
  await nextDay();
  expect(await admin(server, ['server-key', 'withdraw'])).toMatchObject({ code: 0 });
  member.line.server = await startAgain();
  await nextDay();
  expect(await member.wallet.stores.meta.get('nextServerKey')).toBeUndefined();

  await announce();
  await nextDay();
  server.clock.advance(ANNOUNCED_AT_LEAST_MS);
  expect(await admin(server, ['server-key', 'switch'])).toMatchObject({ code: 0 });
  const state = await readServerState(server.db, random);
  const { db, clock, keys } = server;
  const late = createApp({ db, clock, random, state, keys, log: () => undefined });
  member.line.server = { ...server, app: late };
  await nextDay();
  expect(await member.wallet.stores.meta.get('nextServerKey')).toBeDefined();
  member.line.server = await startAgain();
  server.clock.advance(60_000 * 11);
  expect(await member.wallet.api.syncNow()).not.toHaveProperty('problem');
});
