import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { MAX_BODY_BYTES } from '#api/limits.ts';
import type { HttpRefusal } from './refusals.ts';

/** How long a body may take: without a byte, and in all. */
interface Patience {
  readonly silentMs: number;
  readonly wholeMs: number;
}

/** A phone on a slow line sends little at a time, but goes on sending. */
const PATIENCE: Patience = { silentMs: 5_000, wholeMs: 30_000 };
const RETRY_S = 2;

/**
 * The raw body of a request, as it was signed. Written here because Hono's own limiter doubles the CPU time of a push.
 * The length must be announced (411), is judged before a byte is read, and is counted while reading (413). A sender that falls
 * silent is not waited for (503).
 */
export async function readBody(
  request: Request,
  maxBytes: number = MAX_BODY_BYTES,
  patience: Patience = PATIENCE,
): Promise<Result<Bytes, HttpRefusal>> {
  const announced = request.headers.get('content-length');
  if (announced === null || !/^\d{1,15}$/.test(announced))
    return err({ kind: 'length_required', status: 411 });
  if (Number(announced) > maxBytes) return err(tooLarge(maxBytes));
  if (request.headers.has('content-encoding')) return err({ kind: 'unsupported_encoding', status: 415 });
  if (!/^application\/json *(;|$)/.test(request.headers.get('content-type') ?? '')) {
    return err({ kind: 'unsupported_type', status: 415, details: { expected: 'application/json' } });
  }
  return collect(request, maxBytes, patience);
}

async function collect(
  request: Request,
  maxBytes: number,
  { silentMs, wholeMs }: Patience,
): Promise<Result<Bytes, HttpRefusal>> {
  if (request.body === null) return ok(new Uint8Array());
  const reader = request.body.getReader();
  let giveUp: (late: 'late') => void;
  const late = new Promise<'late'>((resolve) => (giveUp = resolve));
  const inAll = setTimeout(() => giveUp('late'), wholeMs);
  const silent = setTimeout(() => giveUp('late'), silentMs);
  const parts: Uint8Array[] = [];
  let length = 0;
  const end = (refusal: HttpRefusal) => {
    // Nothing more is taken from it; whether the sender hears of that is its own affair.
    reader.cancel().catch(() => undefined);
    return err(refusal);
  };
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), late]);
      if (part === 'late') return end({ kind: 'body_too_slow', status: 503, retryAfterS: RETRY_S });
      if (part.done) return ok(whole(parts, length));
      length += part.value.length;
      // It lied about its length.
      if (length > maxBytes) return end(tooLarge(maxBytes));
      parts.push(part.value);
      silent.refresh();
    }
  } finally {
    clearTimeout(inAll);
    clearTimeout(silent);
  }
}

function whole(parts: readonly Uint8Array[], length: number): Bytes {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): HttpRefusal {
  return { kind: 'body_too_large', status: 413, details: { expected: `at most ${maxBytes} bytes` } };
}
