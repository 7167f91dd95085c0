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
