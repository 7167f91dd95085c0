// The operator's command signs with the keys of its database or not at all: a key made on the way would be worth nothing.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkKeys } from '#server/check-keys.ts';
import { openKeyFile } from '#server/keys.ts';
import { registerOwnOperator } from '#server/operator/operators.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

const POSTER = ['poster', 'copper-cup', '--host', 'wallet.example.org'];

let server: TestServer;
let dir: string;
beforeAll(async () => {
  server = await openTestServer();
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-own-keys-'));
  await checkKeys(server.db, server.keys);
  await registerOwnOperator(server.db, server.keysDir, server.clock.nowMs());
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** With the operator's key, on the test server's database. */
function admin(data: string, ...words: readonly string[]): Promise<{ readonly stdout: string }> {
  const args = ['src/server/admin/main.ts', ...words, '--data', data];
  const operator = path.join(server.keysDir, 'operator.jwk');
  const env = { ...process.env, DATABASE_URL: server.databaseUrl, TESSERA_OPERATOR_KEY: operator };
  return promisify(execFile)(process.execPath, args, { env });
}

function folderWithKeys(name: string): string {
  const data = path.join(dir, name);
  cpSync(server.keysDir, path.join(data, 'keys'), { recursive: true });
  return data;
}

async function idOf(slug: string): Promise<string> {
  const of = server.db.selectFrom('merchant').select('id').where('slug', '=', slug);
  return (await of.executeTakeFirstOrThrow()).id;
}

test('with the keys of the database it signs', async () => {
  const { stdout } = await admin(folderWithKeys('own'), ...POSTER);
  expect(stdout.toLowerCase()).toContain('wallet.example.org');
});

test('a folder without keys is named, and none are made in it', async () => {
  const data = path.join(dir, 'empty');
  mkdirSync(data);
  const stderr = expect.stringContaining(path.join(data, 'keys', 'server.jwk'));
  await expect(admin(data, ...POSTER)).rejects.toMatchObject({ code: 1, stdout: '', stderr });
  expect(readdirSync(data)).toEqual([]);
});

test('keys of another database sign nothing', async () => {
  const data = path.join(dir, 'foreign');
  mkdirSync(path.join(data, 'keys'), { recursive: true });
  await openKeyFile(path.join(data, 'keys', 'server.jwk'));
  const stderr = expect.stringContaining('keys/server.jwk is not the key that this database was made with');
  await expect(admin(data, ...POSTER)).rejects.toMatchObject({ code: 1, stdout: '', stderr });
});

test('the root of a merchant that is missing is named and not made anew', async () => {
  const data = folderWithKeys('rootless');
  const root = path.join(data, 'keys', `merchant-${await idOf('copper-cup')}.jwk`);
  rmSync(root);
  await expect(admin(data, ...POSTER)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`${root} does not exist`),
  });
  expect(existsSync(root)).toBe(false);
});

test('a new merchant gets a root of its own', async () => {
  const data = folderWithKeys('newcomer');
  const { stdout } = await admin(data, 'merchant', 'add', 'stone-oven', 'Stone Oven', 'EUR', '2', 'food');
  expect(existsSync(path.join(data, 'keys', `merchant-${stdout.trim()}.jwk`))).toBe(true);
  await server.db.deleteFrom('merchant').where('id', '=', stdout.trim()).execute();
});
