// After a power cut the socket of the dead database is still there: the operator's command must not take it for a server.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await createServerProcess(['--api-only']);
  await server.start();
  await server.kill();
});
afterAll(() => server.end());

test('a command that needs the server says that none is running', async () => {
  expect(existsSync(path.join(server.dataDir, 'pg', '.s.PGSQL.5432'))).toBe(true);
  const stderr = expect.stringContaining(`No server is running on ${server.dataDir}`);
  await expect(server.admin('merchant', 'list')).rejects.toMatchObject({ code: 1, stderr });
});

test('an export starts the database for itself', async () => {
  const file = path.join(server.dataDir, 'backup.ndjson');
  const rows = Number(await server.admin('database', 'export', file));
  expect(rows).toBeGreaterThan(3);
  expect(readFileSync(file, 'utf8')).toContain(`"end":true,"rows":${rows}`);
  expect(existsSync(path.join(server.dataDir, 'pg', 'postmaster.pid'))).toBe(false);
});
