// What keeps the server or the operator's command from starting is said in words, with exit code 1, and nothing runs on.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { socketAddress } from '#server/db/postgres-address.ts';

const SERVER = ['src/server/main.ts', '--port', '0'];
const ADMIN = ['src/server/admin/main.ts', 'database', 'export', 'never.ndjson'];
const PROGRAMS = [
  { who: 'the server', program: SERVER },
  { who: 'the command', program: ADMIN },
];
/** Of an error that nobody caught. */
const TRACE = /^ {4}at |node:internal|AggregateError|SystemError/m;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-refusals-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What a program that does not start says. */
async function refused(
  program: readonly string[],
  dataDir: string,
  databaseUrl = '',
): Promise<{ readonly code: number; readonly stderr: string }> {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const run = promisify(execFile)(process.execPath, [...program, '--data', dataDir], { env });
  return run.then(
    () => ({ code: 0, stderr: '' }),
    (error: { readonly code: number; readonly stderr: string }) => error,
  );
}

test.each(PROGRAMS)('$who names a data folder that cannot be made', async ({ program }) => {
  const file = path.join(dir, 'a-file');
  writeFileSync(file, '');
  const { code, stderr } = await refused(program, path.join(file, 'data'));
  expect(stderr).toContain(path.join(file, 'data'));
  expect(stderr).not.toMatch(TRACE);
  expect(code).toBe(1);
});

test.each(PROGRAMS)('$who names what it cannot write in the data folder', async ({ program }) => {
  mkdirSync(path.join(dir, 'pg.log'));
  const { code, stderr } = await refused(program, dir);
  expect(stderr).toContain(path.join(dir, 'pg.log'));
  expect(stderr).not.toMatch(TRACE);
  expect(code).toBe(1);
  expect(readdirSync(dir).toSorted()).toEqual(['pg', 'pg.log']);
});

const ADDRESSES = [
  { url: 'postgres://shop:geheim@localhost:1/tessera', says: 'does not answer: connect ECONNREFUSED' },
  { url: 'postgres://shop:geheim@localhost:99999/tessera', says: 'is no address like postgres://' },
  { url: 'postgres://shop:geheim@localhost/tessera?options=%ZZ', says: 'is no address like postgres://' },
  { url: 'shop:geheim@localhost', says: 'is no address like postgres://' },
].flatMap((address) => PROGRAMS.map((each) => ({ ...address, ...each })));
test.each(ADDRESSES)('$who says what is wrong with $url, without the password', async (given) => {
  const { code, stderr } = await refused(given.program, dir, given.url);
  expect(stderr).toContain(given.says);
  expect(stderr).not.toMatch(/geheim/);
  expect(stderr).not.toMatch(TRACE);
  expect(code).toBe(1);
});

test.each(PROGRAMS)('$who stops the database that it started when it cannot use it', async ({ program }) => {
  const started = await startEmbeddedPostgres({ dataDir: dir });
  if (!started.ok) throw new Error(started.error.message);
  await createDatabase(socketAddress(dir));
  const client = new pg.Client(socketAddress(dir));
  await client.connect();
  await client.query('CREATE TABLE migration (something_else int)');
  await client.end();
  await started.value.stop();
  const { code, stderr } = await refused(program, dir);
  expect(stderr).toContain('The database refused what the server needs: column "name"');
  expect(stderr).not.toMatch(TRACE);
  expect(code).toBe(1);
  expect(existsSync(path.join(dir, 'pg', 'postmaster.pid'))).toBe(false);
  expect(existsSync(path.join(dir, 'server.pid'))).toBe(false);
});
