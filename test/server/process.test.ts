// The server as an operator runs it: a process, a socket, a command beside it.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes } from '#base/bytes.ts';
import { signRequest } from '#protocol/request-signature.ts';
import { createSigner, generateSigningKey } from '#protocol/signer.ts';

/** Below the ports that systems hand out: nobody may take it while the server is down. */
const PORT = 20_000 + (process.pid % 12_000);
const HEALTH = `http://localhost:${PORT}${ROUTES.health}`;
let dataDir: string;
let server: ChildProcess;
let printed = '';

function start(...more: string[]): ChildProcess {
  const args = ['src/server/start.ts', '--api-only', '--port', String(PORT), '--data', dataDir, ...more];
  return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
}

async function answering(): Promise<void> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    if ((await fetch(HEALTH).catch(() => undefined))?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server does not answer');
}

async function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  let stderr = '';
  child.stderr!.on('data', (chunk) => (stderr += String(chunk)));
  const code =
    child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('close', resolve)));
  return { code, stderr };
}

function admin(...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return promisify(execFile)(process.execPath, ['src/server/admin/main.ts', '--data', dataDir, ...args]);
}

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tessera-process-'));
  server = start('--stop-with-parent');
  server.stdout!.on('data', (chunk) => (printed += String(chunk)));
  await answering();
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('the command prints nothing but a pairing code, and lists what there is', async () => {
  const { stdout } = await admin('terminal', 'pair', 'copper-cup', '--name', 'Bar');
  expect(stdout).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}\n$/);
  expect((await admin('merchant', 'list')).stdout).toContain('copper-cup\tCopper Cup\tEUR\n');
  expect((await admin('programme', 'list')).stdout).toContain('1\tcopper-cup\tcopper-cup\n');
  expect((await admin('terminal', 'list')).stdout).toBe('');
});

test('what a server prints into a log holds no pairing code, but how to get one', () => {
  expect(printed).toContain('npm run admin -- terminal pair copper-cup');
  expect(printed).not.toMatch(/\b[0-9A-HJKMNP-TV-Z]{8}\b/);
});

test('the command works with an operator key that is its owner alone, and leaves its line in the audit log', async () => {
  expect((await admin('audit', 'list')).stdout).toMatch(/terminal pair\tcopper-cup/);
  expect((await admin('audit', 'verify')).stdout).toMatch(/^\d+\n$/);
  const key = path.join(dataDir, 'keys', 'operator.jwk');
  chmodSync(key, 0o644);
  const open = expect.stringContaining('can be read by others');
  await expect(admin('merchant', 'list')).rejects.toMatchObject({ code: 1, stderr: open });
  chmodSync(key, 0o600);
  await expect(admin('merchant', 'list', '--stock', '3')).rejects.toMatchObject({ code: 2 });
});

test('a server is exported, and imported elsewhere once', async () => {
  const file = path.join(dataDir, 'backup.ndjson');
  expect(Number((await admin('database', 'export', file)).stdout)).toBeGreaterThan(3);
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'tessera-import-'));
  cpSync(path.join(dataDir, 'keys'), path.join(elsewhere, 'keys'), { recursive: true });
  const { stdout } = await admin('database', 'import', file, '--data', elsewhere);
  expect(Number(stdout)).toBeGreaterThan(3);
  await expect(admin('database', 'import', file, '--data', elsewhere)).rejects.toMatchObject({ code: 1 });
  rmSync(elsewhere, { recursive: true, force: true });
});

test('an import beneath a running server is refused', async () => {
  const stderr = expect.stringContaining(`A server is running on ${dataDir}. Stop it first`);
  const imported = admin('database', 'import', path.join(dataDir, 'backup.ndjson'));
  await expect(imported).rejects.toMatchObject({ code: 1, stderr });
});

test('an export for which there is no room says so and leaves nothing', async ({ skip }) => {
  if (spawnSync('prlimit', ['--version']).status !== 0) return skip('there is no prlimit here');
  const folder = path.join(dataDir, 'backups');
  mkdirSync(folder);
  const limited = ['--fsize=20000', process.execPath, 'src/server/admin/main.ts', '--data', dataDir];
  const file = path.join(folder, 'backup.ndjson');
  const exported = promisify(execFile)('prlimit', [...limited, 'database', 'export', file]);
  const stderr = expect.stringContaining('EFBIG');
  await expect(exported).rejects.toMatchObject({ code: 1, stdout: '', stderr });
  expect(readdirSync(folder)).toEqual([]);
});

test('a command that does not exist and a merchant that does not exist are told apart', async () => {
  await expect(admin('terminal', 'paint')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no command "terminal paint"'),
  });
  const unknown = expect.stringMatching(/there are: .*book-harbour, copper-cup, .*green-grocer/);
  await expect(admin('terminal', 'pair', 'nowhere')).rejects.toMatchObject({ code: 1, stderr: unknown });
});

test('a wallet enrols over the socket, under the address that it sees', async () => {
  const signer = await createSigner(await generateSigningKey({ extractable: false }));
  const targetUri = `http://localhost:${PORT}${ROUTES.devices}`;
  const message = { v: 1, publicKey: base64FromBytes(signer.publicKey), assurance: 1 };
  const body = new TextEncoder().encode(JSON.stringify(message));
  const headers = { 'content-type': 'application/json' };
  const parameters = { createdS: Math.floor(Date.now() / 1000), nonce: 'a-nonce-of-sixteen-or-more' };
  const signed = await signRequest({ method: 'POST', targetUri, headers, body }, parameters, signer);
  const post = (url: string) => fetch(url, { method: 'POST', headers: { ...headers, ...signed }, body });
  expect((await post(targetUri)).status).toBe(200);
  expect((await post(targetUri.replace('localhost', '127.0.0.1'))).status).toBe(401);
});

test('a second server on the same port or the same data says why it does not start', async () => {
  const sameData = await ended(start());
  expect(sameData).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use by another server') });
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'tessera-process-'));
  const samePort = await ended(start('--data', elsewhere));
  expect(samePort).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${PORT} is taken`) });
  rmSync(elsewhere, { recursive: true });
});

test('it ends with its parent, and starts again on what it left; behind a proxy it asks how many there are', async () => {
  server.stdin!.end();
  expect((await ended(server)).code).toBe(0);
  const again = start('--origin', 'https://shop.example');
  await answering();
  again.kill('SIGTERM');
  // Whole, so that a failure shows what it said.
  const stderr = expect.stringContaining('--origin without --trusted-proxies');
  expect(await ended(again)).toMatchObject({ code: 0, stderr });
});
