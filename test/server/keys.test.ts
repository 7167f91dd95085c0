import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkKeys } from '#server/check-keys.ts';
import { openKeyFile, openKeyStore, placeKey } from '#server/keys.ts';
import { openTestServer } from '../support/test-server.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-keys-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function open() {
  const keys = await openKeyStore(dir);
  if (!keys.ok) throw new Error(keys.error.message);
  return keys.value;
}

test('keys are made once, for their owner alone, and are the same after a restart', async () => {
  const first = await open();
  const root = (await first.makeMerchant('aa')).publicKey;
  const second = await open();
  expect(second.server.publicKey).toEqual(first.server.publicKey);
  expect((await second.merchant('aa')).publicKey).toEqual(root);
  expect((await second.makeMerchant('bb')).publicKey).not.toEqual(root);
  expect(readdirSync(dir).map((name) => statSync(path.join(dir, name)).mode & 0o777)).toEqual([
    0o600, 0o600, 0o600,
  ]);
});

test.each([0o640, 0o604, 0o644])('a key file with mode %o is refused', async (mode) => {
  await open();
  chmodSync(path.join(dir, 'server.jwk'), mode);
  expect(await openKeyStore(dir)).toMatchObject({ ok: false, error: { kind: 'key_file_open_to_others' } });
});

test('a file that holds no key is named', async () => {
  writeFileSync(path.join(dir, 'server.jwk'), '{"kty":"EC"}', { mode: 0o600 });
  const keys = await openKeyStore(dir);
  expect(keys).toMatchObject({ ok: false, error: { kind: 'key_file_unreadable' } });
  if (!keys.ok) expect(keys.error.message).toContain('server.jwk');
});

test('a running server takes up the key that came into the place of its own, and no other', async () => {
  const running = await open();
  const first = running.server.publicKey;
  const file = path.join(dir, 'server.jwk');
  const stranger = await openKeyFile(path.join(dir, 'stranger.jwk'));
  const next = path.join(dir, 'server-next.jwk');
  const second = await openKeyFile(next);
  placeKey({ file, next, aside: path.join(dir, 'server.until-1.jwk') });
  if (!second.ok || !stranger.ok) throw new Error('no keys');
  await running.follow(undefined);
  await running.follow(stranger.value.publicKey);
  expect(running.server.publicKey).toEqual(first);
  await running.follow(second.value.publicKey);
  expect(running.server.publicKey).toEqual(second.value.publicKey);
});

test('other keys than those of the database stop the start', async () => {
  const server = await openTestServer();
  expect(await checkKeys(server.db, server.keys)).toEqual({ ok: true, value: null });
  expect(await checkKeys(server.db, await open())).toMatchObject({
    ok: false,
    error: { kind: 'key_mismatch' },
  });
  const halfRight = { ...(await open()), server: server.keys.server };
  expect(await checkKeys(server.db, halfRight)).toMatchObject({ ok: false, error: { kind: 'key_mismatch' } });
  await server.close();
});
