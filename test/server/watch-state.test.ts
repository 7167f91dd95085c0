// A running process looks now and then whether the database is still its own.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hexFromBytes } from '#base/bytes.ts';
import { ANNOUNCED_AT_LEAST_MS } from '#server/admin/commands/server-key.ts';
import { checkKeys } from '#server/check-keys.ts';
import { openKeyFile, type KeyStore, readKeyStore } from '#server/keys.ts';
import type { LogEntry } from '#server/log.ts';
import { createStateKeeper, readServerState } from '#server/server-state.ts';
import { type StateWatch, watchState } from '#server/watch-state.ts';
import { admin } from '../support/admin.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let log: LogEntry[];
let watch: StateWatch | undefined;
beforeEach(async () => {
  server = await openTestServer();
  await checkKeys(server.db, server.keys);
  log = [];
});
afterEach(async () => {
  watch?.stop();
  await server.close();
});

/** Looks often enough that a test sees many looks. */
async function watching(keys: KeyStore): Promise<StateWatch> {
  const keeper = createStateKeeper(server.db, await readServerState(server.db, random));
  watch = watchState(keeper, { keys, log: (entry) => void log.push(entry), everyMs: 10 });
  return watch;
}

function afterManyLooks(): Promise<'still its own'> {
  return new Promise((resolve) => setTimeout(() => resolve('still its own'), 500));
}

test('a process whose database has come to belong to other keys hears of it and says so', async () => {
  const { replaced } = await watching(server.keys);
  expect(await Promise.race([replaced, afterManyLooks()])).toBe('still its own');
  const stranger = await openKeyFile(`${server.keysDir}/stranger.jwk`);
  if (!stranger.ok) throw new Error(stranger.error.message);
  const value = hexFromBytes(stranger.value.publicKey);
  await server.db.updateTable('server_state').set({ value }).where('name', '=', 'server_key').execute();
  await replaced;
  expect(log).toMatchObject([{ level: 'error', event: 'database_replaced' }]);
});

test('a key that followed its own is no other key, for a process with a folder of its own either', async () => {
  await admin(server, ['server-key', 'announce']);
  const own = await readKeyStore(server.keysDir);
  if (!own.ok) throw new Error(own.error.message);
  const without: KeyStore = { ...own.value, server: own.value.server, follow: () => Promise.resolve() };
  const { replaced } = await watching(without);
  server.clock.advance(ANNOUNCED_AT_LEAST_MS);
  expect(await admin(server, ['server-key', 'switch'])).toMatchObject({ code: 0 });
  expect(await Promise.race([replaced, afterManyLooks()])).toBe('still its own');
  expect(log).toEqual([]);
});
