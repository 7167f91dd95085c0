// What an operator's tools see of a server: ready or not, counts, a certificate, an orderly end.
import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { createMetrics } from '#server/metrics/metrics.ts';
import { localCertificate } from '#server/tls/local-certificate.ts';
import { freePort } from '../support/free-port.ts';
import { joinedWallet, memberOf, openTill } from '../support/shop.ts';
import { openTestServer, ORIGIN, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let dir: string;
beforeAll(async () => {
  server = await openTestServer();
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-operations-'));
});
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

test('requests and decisions are counted, by route and kind and by nothing that names anybody', async () => {
  const metrics = createMetrics(server.clock);
  const { db, keys, clock, state } = server;
  const log = metrics.counting(() => undefined);
  const shop = { ...server, app: createApp({ db, keys, clock, random, state, log, metrics }) };
  const [wallet, till] = [await joinedWallet(shop), await openTill(shop)];
  const receipt = await till.sell(memberOf(wallet));
  await till.decide(await till.seal('earn', receipt), await till.seal('earn', receipt.slice(1)));
  await shop.app.request(`${ORIGIN}/api/v1/${wallet.memberId}`);
  const text = metrics.text();
  expect(text).toContain('tessera_records_total{result="accepted"} 2');
  expect(text).toContain('tessera_records_total{result="rejected"} 1');
  expect(text).toMatch(/tessera_requests_total\{method="POST",route="\/api\/v1\/sync",status="200"\} 3/);
  expect(text).toMatch(/tessera_request_seconds_bucket\{route="\/api\/v1\/sync",le="\+Inf"\} 3/);
  for (const name of [wallet.memberId, till.merchantId, till.publicKey]) expect(text).not.toContain(name);
  const lines = text.trim().split('\n');
  expect(
    lines.filter((line) => !/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{.*\})? [\d.e+-]+)$/.test(line)),
  ).toEqual([]);
});

test('a server that is about to stop is not ready, and still answers', async () => {
  const { db, keys, clock, state } = server;
  let draining = false;
  const app = createApp({ db, keys, clock, random, state, log: () => undefined, isDraining: () => draining });
  expect((await app.request(ORIGIN + ROUTES.ready)).status).toBe(200);
  draining = true;
  const asked = await app.request(ORIGIN + ROUTES.ready);
  expect([asked.status, await asked.json()]).toEqual([503, { kind: 'draining' }]);
  expect((await app.request(ORIGIN + ROUTES.health)).status).toBe(200);
});

test('the certificate is kept until its end is near, and its keys are readable by their owner alone', () => {
  const tls = path.join(dir, 'tls');
  const nowMs = Date.now();
  const [first, second] = [localCertificate(tls, nowMs), localCertificate(tls, nowMs)];
  if (!first.ok || !second.ok) throw new Error('openssl refused');
  expect(second.value.cert).toEqual(first.value.cert);
  expect(first.value.hosts).toContain('localhost');
  const later = localCertificate(tls, nowMs + 390 * 86_400_000);
  if (!later.ok) throw new Error('openssl refused');
  expect(later.value.cert).not.toEqual(first.value.cert);
  expect(later.value.authority).toEqual(first.value.authority);
  const secrets = readdirSync(tls).filter((name) => name.endsWith('key.pem'));
  expect(secrets.map((name) => statSync(path.join(tls, name)).mode & 0o777)).toEqual([0o600, 0o600]);
});

test('a certificate that is not whole is made anew, by the same authority while that can be read', () => {
  const tls = path.join(dir, 'torn');
  const nowMs = Date.now();
  const make = () => {
    const made = localCertificate(tls, nowMs);
    if (!made.ok) throw new Error(made.error.message);
    return made.value;
  };
  const first = make();
  const spoil = (name: string, bytes: Uint8Array) => writeFileSync(path.join(tls, name), bytes);
  spoil('cert.pem', first.cert.subarray(0, 100));
  const second = make();
  expect(new X509Certificate(second.cert).verify(new X509Certificate(first.authority).publicKey)).toBe(true);
  spoil('key.pem', first.key);
  const third = make();
  expect(new X509Certificate(third.cert).checkPrivateKey(createPrivateKey(third.key))).toBe(true);
  spoil('ca.pem', first.authority.subarray(0, 100));
  const fourth = make();
  expect(new X509Certificate(fourth.cert).verify(new X509Certificate(fourth.authority).publicKey)).toBe(true);
});

test.each(['ca-key.pem', 'key.pem'])('%s that others may read is refused, and stays as it is', (name) => {
  const tls = path.join(dir, `open-${name}`);
  localCertificate(tls, Date.now());
  const file = path.join(tls, name);
  chmodSync(file, 0o644);
  const refused = localCertificate(tls, Date.now());
  const message = expect.stringContaining(file);
  expect(refused).toMatchObject({ ok: false, error: { kind: 'key_file_open_to_others', message } });
  expect(statSync(file).mode & 0o777).toBe(0o644);
});

test('with --https whoever trusts the authority reaches the server; asked to stop, it drains first', async () => {
  const [port, metricsPort] = [await freePort(), await freePort()];
  // As long as a busy machine may keep us from asking.
  const drain = ['--drain-seconds', '10'];
  const args = ['--https', '--metrics-port', String(metricsPort), ...drain, '--api-only'];
  const child = spawn(
    process.execPath,
    ['src/server/main.ts', '--port', String(port), '--data', dir, ...args],
    {
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  );
  const url = `https://localhost:${port}`;
  await until(
    async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`).catch(() => undefined))?.ok === true,
  );
  const found = localCertificate(path.join(dir, 'tls'), Date.now());
  if (!found.ok) throw new Error(found.error.message);
  expect(await statusOf(url + ROUTES.health, found.value.authority)).toBe(200);
  await expect(statusOf(url + ROUTES.health)).rejects.toThrow(/self-signed|unable to/);
  expect(await statusOf(`${url}/local-authority.crt`, found.value.authority)).toBe(200);
  const counts = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(counts).toContain('route="/api/v1/health"');
  child.kill('SIGTERM');
  await until(async () => (await statusOf(url + ROUTES.ready, found.value.authority)) === 503);
  expect(await endOf(child)).toBe(0);
});

function statusOf(url: string, ca?: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, ...(ca === undefined ? {} : { ca }) }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject);
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass');
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
}
