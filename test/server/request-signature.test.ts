// Whatever of a signed request is changed on its way, the answer is 401 and nothing is stored.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { joinedWallet, openWallet, type Sealed, type Wallet } from '../support/shop.ts';
import { newClient, type SentRequest } from '../support/signed-client.ts';
import { inThisProcess, openTestServer, ORIGIN, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let wallet: Wallet;
let record: Sealed;
beforeAll(async () => {
  server = inThisProcess(await openTestServer());
  wallet = await openWallet(server);
  record = await wallet.seal('join', new TextEncoder().encode('copper-cup'));
});
afterAll(() => server.close());

function replaced(request: SentRequest, header: string, from: string | RegExp, to: string): void {
  const before = request.headers[header]!;
  request.headers[header] = before.replace(from, to);
  if (request.headers[header] === before) throw new Error(`${header} was not spoiled`);
}

const SPOILED: readonly (readonly [string, string, (request: SentRequest) => void])[] = [
  ['no signature', 'signature_missing', (r) => void delete r.headers['signature']],
  ['no signature input', 'signature_missing', (r) => void delete r.headers['signature-input']],
  ['another signature', 'bad_signature', (r) => void replaced(r, 'signature', /^lw=:../, 'lw=:AA')],
  ['another path', 'bad_signature', (r) => void (r.url += '?x=1')],
  ['another host', 'bad_signature', (r) => void (r.url = r.url.replace('tessera.test', 'evil.test'))],
  ['another scheme', 'bad_signature', (r) => void (r.url = r.url.replace('http:', 'https:'))],
  ['another content type', 'bad_signature', (r) => void (r.headers['content-type'] += '; charset=utf-8')],
  ['another body', 'digest_mismatch', (r) => void (r.body[r.body.length - 2] = 0x20)],
  ['another digest', 'digest_mismatch', (r) => void replaced(r, 'content-digest', /:..../, ':AAAA')],
  [
    'another time',
    'bad_signature',
    (r) => void replaced(r, 'signature-input', /created=(\d+)\d/, 'created=$15'),
  ],
  [
    'another nonce',
    'bad_signature',
    (r) => void replaced(r, 'signature-input', /nonce="...../, 'nonce="xxxxx'),
  ],
  ['another key', 'not_enrolled', (r) => void replaced(r, 'signature-input', /keyid="..../, 'keyid="0000')],
  [
    'another algorithm',
    'signature_profile',
    (r) => void replaced(r, 'signature-input', 'ecdsa-p256-sha256', 'hmac-sha256'),
  ],
  ['another tag', 'signature_profile', (r) => void replaced(r, 'signature-input', 'lw-sync', 'lw-other')],
  [
    'fewer components',
    'signature_profile',
    (r) => void replaced(r, 'signature-input', ' "content-digest"', ''),
  ],
  [
    'two signatures',
    'signature_profile',
    (r) => void (r.headers['signature'] += `, b=${r.headers['signature']!.slice(3)}`),
  ],
];

test.each(SPOILED)('%s: %s', async (_, kind, spoil) => {
  const before = await server.rowCounts();
  const reply = await wallet.push([record], { spoil });
  expect([reply.status, reply.body['kind']]).toEqual([401, kind]);
  expect(await server.rowCounts()).toEqual(before);
});

test('law: a flipped bit anywhere in the headers or the body is a 4xx and stores nothing', async () => {
  const before = await server.rowCounts();
  const part = fc.constantFrom('signature', 'signature-input', 'content-digest', 'body');
  await fc.assert(
    fc.asyncProperty(part, fc.nat(), fc.nat({ max: 6 }), async (where, position, bit) => {
      const spoil = (request: SentRequest) => {
        const bytes = where === 'body' ? request.body : new TextEncoder().encode(request.headers[where]);
        const at = position % bytes.length;
        // A header may not hold control characters: the platform would refuse it before the server does.
        const flipped = bytes[at]! ^ (1 << bit);
        bytes[at] = where !== 'body' && (flipped < 0x21 || flipped > 0x7e) ? 0x21 : flipped;
        if (where !== 'body') request.headers[where] = new TextDecoder().decode(bytes);
      };
      const stranger = await newClient(server);
      const signed = { v: 1, publicKey: stranger.publicKey, assurance: 1 };
      const reply = await stranger.post(ROUTES.devices, signed, { spoil });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
    }),
    { numRuns: 200 },
  );
  expect(await server.rowCounts()).toEqual(before);
});

test('an untouched request passes', async () => {
  expect((await wallet.push([record])).status).toBe(200);
});

test('behind a proxy the address that clients see is the one that counts', async () => {
  const app = createApp({ ...server, random, log: () => undefined, publicOrigin: ORIGIN });
  const behind = { ...server, app };
  const inner = (request: SentRequest) =>
    void (request.url = request.url.replace(ORIGIN, 'http://10.0.0.7:8080'));
  const stranger = await newClient(behind);
  const message = { v: 1, publicKey: stranger.publicKey, assurance: 1 };
  expect((await stranger.post(ROUTES.devices, message, { spoil: inner })).status).toBe(200);
});

test('a key that nobody enrolled is refused', async () => {
  const stranger = await newClient(server);
  const reply = await stranger.post(ROUTES.sync, { v: 1, epoch: 1, cursor: 0, records: [] });
  expect(reply).toMatchObject({ status: 401, body: { kind: 'not_enrolled' } });
});

test.each([-400_000_000_000, -301_000, 301_000, 400_000_000_000])(
  'a clock %d ms off is answered with a nonce, and the nonce makes the time irrelevant',
  async (clockOffMs) => {
    const first = await wallet.push([], { clockOffMs });
    expect(first).toMatchObject({ status: 401, body: { kind: 'clock_off', now: server.clock.nowMs() } });
    const nonce = String(first.body['nonce']);
    expect((await wallet.push([], { clockOffMs, nonce })).status).toBe(200);
  },
);

test('a nonce that we did not make, or made too long ago, opens nothing', async () => {
  const clockOffMs = 400_000_000;
  const { body } = await wallet.push([], { clockOffMs });
  const own = String(body['nonce']);
  const forged = (own.startsWith('A') ? 'B' : 'A') + own.slice(1);
  expect((await wallet.push([], { clockOffMs, nonce: forged })).status).toBe(401);
  server.clock.advance(301_000);
  expect((await wallet.push([], { clockOffMs, nonce: own })).status).toBe(401);
});

test('a revoked key is told so', async () => {
  const lost = await joinedWallet(server);
  await server.db.updateTable('device').set({ revoked_at: 1 }).where('owner', '=', lost.memberId).execute();
  expect(await lost.push([])).toMatchObject({ status: 403, body: { kind: 'revoked' } });
});
