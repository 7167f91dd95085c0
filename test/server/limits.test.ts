import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '#api/limits.ts';
import { ROUTES } from '#api/routes.ts';
import { createRateLimiter } from '#server/http/rate-limit.ts';
import { openWallet } from '../support/shop.ts';
import { inThisProcess, openTestServer, ORIGIN, testClock, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = inThisProcess(await openTestServer());
});
afterAll(() => server.close());

test('a burst passes, then one call per interval', () => {
  const clock = testClock();
  const limiter = createRateLimiter(clock, { perMinute: 60, burst: 3 });
  expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([0, 0, 0, 1]);
  expect(limiter.take('b')).toBe(0);
  clock.advance(1000);
  expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 1]);
});

test('a device that calls too often is told how long to wait', async () => {
  const wallet = await openWallet(server);
  const replies = [];
  for (let call = 0; call < 65; call++) replies.push(await wallet.push([]));
  const refused = replies.filter((reply) => reply.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]!.body).toEqual({ kind: 'too_many_requests' });
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  server.clock.advance(60_000);
  expect((await wallet.push([])).status).toBe(200);
});

test('one address enrols thirty keys a minute, once a crowd of a hundred and fifty has come', async () => {
  server.clock.advance(10 * 60_000);
  const enrol = async () => (await server.app.request(ORIGIN + ROUTES.devices, { method: 'POST' })).status;
  const statuses = [];
  for (let call = 0; call < 152; call++) statuses.push(await enrol());
  expect(statuses.slice(0, 150)).not.toContain(429);
  expect(statuses.slice(150)).toEqual([429, 429]);
  server.clock.advance(2_000);
  expect([await enrol(), await enrol()]).toEqual([statuses[0], 429]);
  server.clock.advance(10 * 60_000);
});

test.each([
  [MAX_BODY_BYTES - 1, 400],
  [MAX_BODY_BYTES, 400],
  [MAX_BODY_BYTES + 1, 413],
])('an enrolment of %i bytes is answered %i', async (length, status) => {
  const body = new Uint8Array(length).fill(0x20);
  const headers = { 'content-length': String(length), 'content-type': 'application/json' };
  const response = await server.app.request(ORIGIN + ROUTES.devices, { method: 'POST', headers, body });
  expect(response.status).toBe(status);
});

test('what is no JSON, or no UTF-8, is malformed', async () => {
  for (const body of ['{', Uint8Array.of(0x22, 0xff, 0x22)]) {
    const headers = { 'content-length': String(body.length), 'content-type': 'application/json' };
    const response = await server.app.request(ORIGIN + ROUTES.devices, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toMatchObject([400, { kind: 'malformed' }]);
  }
});

test('an unknown path of the API is a refusal of the contract', async () => {
  const response = await server.app.request(`${ORIGIN}/api/v1/nothing`);
  expect([response.status, await response.json()]).toEqual([404, { kind: 'not_found' }]);
});

test('the log names keys by a short id and holds nothing about a member', async () => {
  const wallet = await openWallet(server);
  await wallet.decide(await wallet.seal('join', new TextEncoder().encode('copper-cup')));
  expect(server.log.length).toBeGreaterThan(0);
  expect(JSON.stringify(server.log)).not.toContain(wallet.memberId);
});
