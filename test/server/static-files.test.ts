import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { securityHeaders } from '#server/http/security-headers.ts';
import { serveStatic } from '#server/http/static-files.ts';

const NAVIGATION = { accept: 'text/html,application/xhtml+xml' };
let dist: string;
let app: Hono;
beforeAll(() => {
  dist = mkdtempSync(path.join(tmpdir(), 'tessera-dist-'));
  writeFileSync(path.join(dist, 'secret.txt'), 'not served');
  for (const name of ['wallet', 'cashier']) {
    mkdirSync(path.join(dist, name, 'assets'), { recursive: true });
    writeFileSync(path.join(dist, name, 'index.html'), `<title>${name}</title>`);
    writeFileSync(path.join(dist, name, 'sw.js'), 'self');
    writeFileSync(path.join(dist, name, 'assets', 'main-Ab12_cd9.js'), 'main');
    writeFileSync(path.join(dist, name, 'assets', 'zxing-Zz98_yx7.wasm'), 'wasm');
    writeFileSync(path.join(dist, name, 'manifest.webmanifest'), '{}');
  }
  writeFileSync(path.join(dist, 'wallet', 'assets', 'main-Ab12_cd9.js.br'), brotliCompressSync('main'));
  app = new Hono().use(securityHeaders).use(
    serveStatic([
      { base: '/', dir: path.join(dist, 'wallet') },
      { base: '/cashier/', dir: path.join(dist, 'cashier') },
    ]),
  );
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

const get = (url: string, headers: Record<string, string> = {}) => app.request(url, { headers });

test.each([
  ['/', 'wallet'],
  ['/vouchers/42', 'wallet'],
  ['/cashier/', 'cashier'],
  ['/cashier/shift', 'cashier'],
])('a person who goes to %s gets the %s', async (url, name) => {
  const response = await get(url, NAVIGATION);
  expect(await response.text()).toContain(name);
  expect(response.headers.get('cache-control')).toBe('no-cache');
});

test('a path without its last slash leads to the app', async () => {
  const response = await get('/cashier', NAVIGATION);
  expect([response.status, response.headers.get('location')]).toEqual([308, '/cashier/']);
});

test.each([
  ['/assets/main-Ab12_cd9.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['/assets/zxing-Zz98_yx7.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
  ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
])('%s is %s, kept: %s', async (url, type, cache) => {
  const response = await get(url);
  expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    type,
    cache,
  ]);
});

test('a file that was compressed at build time is sent so to who can read it', async () => {
  const response = await get('/assets/main-Ab12_cd9.js', { 'accept-encoding': 'gzip, br' });
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(brotliDecompressSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('main');
  expect((await get('/assets/main-Ab12_cd9.js')).headers.get('content-encoding')).toBeNull();
});

test('what has not changed is not sent again', async () => {
  const etag = (await get('/sw.js')).headers.get('etag')!;
  const again = await get('/sw.js', { 'if-none-match': etag });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test.each([
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/cashier/..%2fwallet%2fsw.js',
  '/%00',
  '/%',
])('%s reaches nothing outside its app', async (url) => {
  expect((await get(url)).status).toBe(404);
});

test.each(['/missing.js', '/assets/main-00000000.js', '/api/v1/nothing'])(
  '%s is 404, not a page',
  async (url) => {
    expect((await get(url)).status).toBe(404);
  },
);

test('the policy allows no inline code, no foreign origin and no plug-in', async () => {
  const policy = (await get('/')).headers.get('content-security-policy')!;
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'? *'?unsafe|https?:|\*/);
  expect(policy).toContain("object-src 'none'");
});
