import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { MAX_BODY_BYTES } from '#api/limits.ts';
import type { HttpRefusal } from './refusals.ts';

/**
 * The raw body of a request, as it was signed. Written here because Hono's own limiter doubles the CPU time of a push.
 * The length must be announced (411), is judged before a byte is read, and is counted while reading (413).
 */
export async function readBody(
  request: Request,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<Result<Bytes, HttpRefusal>> {
  const announced = request.headers.get('content-length');
  if (announced === null || !/^\d{1,15}$/.test(announced))
    return err({ kind: 'length_required', status: 411 });
  if (Number(announced) > maxBytes) return err(tooLarge(maxBytes));
  if (request.headers.has('content-encoding')) return err({ kind: 'unsupported_encoding', status: 415 });
  if (!/^application\/json *(;|$)/.test(request.headers.get('content-type') ?? '')) {
    return err({ kind: 'unsupported_type', status: 415, details: { expected: 'application/json' } });
  }
  return collect(request, maxBytes);
}

async function collect(request: Request, maxBytes: number): Promise<Result<Bytes, HttpRefusal>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (request.body === null) return ok(new Uint8Array());
  for await (const part of request.body) {
    length += part.length;
    // Leaving the loop cancels the stream: nothing more is taken from a sender that lied about its length.
    if (length > maxBytes) return err(tooLarge(maxBytes));
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return ok(whole);
}

function tooLarge(maxBytes: number): HttpRefusal {
  return { kind: 'body_too_large', status: 413, details: { expected: `at most ${maxBytes} bytes` } };
}
