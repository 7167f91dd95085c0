import { expect, test } from 'vitest';
import { readBody } from '#server/http/body.ts';

const MAX = 1000;

function request(length: number, headers: Record<string, string> = {}): Request {
  const body = new Uint8Array(length).fill(0x20);
  const all = { 'content-length': String(length), 'content-type': 'application/json', ...headers };
  return new Request('http://tessera.test/', { method: 'POST', headers: all, body });
}

test.each([
  [MAX - 1, 'taken'],
  [MAX, 'taken'],
  [MAX + 1, 'body_too_large'],
])('%i of 1000 bytes: %s', async (length, expected) => {
  const body = await readBody(request(length), MAX);
  expect(body.ok ? 'taken' : body.error.kind).toBe(expected);
  if (body.ok) expect(body.value).toHaveLength(length);
});

test('a sender that lies about the length is cut off', async () => {
  const body = await readBody(request(MAX + 1, { 'content-length': '10' }), MAX);
  expect(body).toMatchObject({ ok: false, error: { kind: 'body_too_large', status: 413 } });
});

test.each([
  ['no length', { 'content-length': '' }, 'length_required', 411],
  ['a length that is no number', { 'content-length': '1e3' }, 'length_required', 411],
  ['another type', { 'content-type': 'text/plain' }, 'unsupported_type', 415],
  ['a compressed body', { 'content-encoding': 'gzip' }, 'unsupported_encoding', 415],
])('%s is refused', async (_, headers, kind, status) => {
  const body = await readBody(request(10, headers as Record<string, string>), MAX);
  expect(body).toMatchObject({ ok: false, error: { kind, status } });
});

test('a charset beside the type is fine', async () => {
  expect(
    await readBody(request(10, { 'content-type': 'application/json; charset=utf-8' }), MAX),
  ).toMatchObject({ ok: true });
});

/** Announces a body of `MAX` bytes and sends a hundred at a time. */
function slowRequest(parts: number, everyMs: number): Request {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      if (sent < parts) stream.enqueue(new Uint8Array(100).fill(0x20));
      else if (sent === 10) stream.close();
      sent += 1;
    },
  });
  const headers = { 'content-length': String(MAX), 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return new Request('http://tessera.test/', init as RequestInit);
}

test.each([
  ['falls silent', 3, { silentMs: 300, wholeMs: 10_000 }],
  ['takes too long in all', 10, { silentMs: 5_000, wholeMs: 200 }],
])('a sender that %s is not waited for', async (_, parts, patience) => {
  const body = await readBody(slowRequest(parts, 50), MAX, patience);
  expect(body).toMatchObject({ ok: false, error: { kind: 'body_too_slow', status: 503 } });
});

test('a slow sender that goes on sending is waited for', async () => {
  const body = await readBody(slowRequest(10, 50), MAX, { silentMs: 300, wholeMs: 10_000 });
  expect(body.ok && body.value.length).toBe(MAX);
});
