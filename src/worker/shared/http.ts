import * as v from 'valibot';
import { refusalReply } from '#api/refusal.ts';
import { type Bytes, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import { signRequest } from '#protocol/request-signature.ts';
import type { Signer } from '#protocol/signer.ts';
import type { TransportRefusal } from '#sync/ports.ts';
import type { Surroundings } from './surroundings.ts';

export interface Http {
  /** Public, unsigned. */
  readonly get: <S extends Schema>(path: string, reply: S) => Promise<Reply<S>>;
  /** Public, unsigned; `unchanged` when the server still has what `etag` names. */
  readonly getIfChanged: <S extends Schema>(
    path: string,
    reply: S,
    etag: string | undefined,
  ) => Promise<Result<Tagged<v.InferOutput<S>> | 'unchanged', TransportRefusal>>;
  /** Signed by the device key. */
  readonly post: <S extends Schema>(path: string, body: unknown, call: PostCall<S>) => Promise<Reply<S>>;
}

export interface PostCall<S extends Schema> {
  readonly signer: Signer;
  readonly reply: S;
}

/** A reply and the name of its version. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string;
}

type Schema = v.GenericSchema;
type Reply<S extends Schema> = Result<v.InferOutput<S>, TransportRefusal>;

export interface HttpEvents {
  /** The person cut the line on purpose: nothing leaves this device. */
  readonly isCut: () => boolean;
  /** A server of ours answered, whatever it said. */
  readonly onAnswer: () => Promise<void>;
  readonly onSilence: () => Promise<void>;
}

const TIMEOUT_MS = 20_000;
/** A mebibyte of trust list in base64 and the definitions beside it. */
const MAX_REPLY_BYTES = 8 * 1024 * 1024;

interface RawAnswer {
  readonly status: number;
  readonly retryAfterS?: number;
  readonly etag?: string;
  /** `undefined` when it is not JSON of a sane size. */
  readonly json: unknown;
}

/** Calls of the contract over fetch. Every fault has a name, nothing throws; an answer counts as ours only in our shapes. */
export function createHttp(around: Surroundings, events: HttpEvents): Http {
  async function ask(path: string, init: RequestInit): Promise<Result<RawAnswer, TransportRefusal>> {
    if (events.isCut()) return err({ kind: 'unreachable' });
    const abort = new AbortController();
    const stopTimer = around.timers.after(TIMEOUT_MS, () => abort.abort());
    try {
      const response = await around.fetch(around.origin + path, {
        ...init,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        signal: abort.signal,
      });
      return ok(await rawAnswerFrom(response));
    } catch {
      // fetch tells a dead network only by throwing; it never says why.
      return err({ kind: abort.signal.aborted ? 'timeout' : 'unreachable' });
    } finally {
      stopTimer();
    }
  }

  async function judge<S extends Schema>(
    answer: Result<RawAnswer, TransportRefusal>,
    schema: S,
  ): Promise<Reply<S>> {
    const reply = answer.ok ? replyFrom(answer.value, schema) : answer;
    const ours = reply.ok || ['refused', 'server_busy', 'too_large'].includes(reply.error.kind);
    await (ours ? events.onAnswer() : events.onSilence());
    return reply;
  }

  async function postOnce(path: string, body: Bytes, signer: Signer, nonce: string) {
    const createdS = Math.floor(around.clock.nowMs() / 1_000);
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', targetUri: around.origin + path, headers, body };
    const signature = await signRequest(request, { createdS, nonce }, signer);
    return ask(path, { method: 'POST', headers: { ...headers, ...signature }, body });
  }

  return {
    get: async (path, reply) => judge(await ask(path, { method: 'GET' }), reply),
    getIfChanged: async (path, reply, etag) => {
      const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag };
      const answer = await ask(path, { method: 'GET', headers });
      if (answer.ok && answer.value.status === 304 && etag !== undefined) {
        await events.onAnswer();
        return ok('unchanged');
      }
      const judged = await judge(answer, reply);
      if (!judged.ok) return judged;
      return ok({ value: judged.value, etag: (answer.ok ? answer.value.etag : undefined) ?? '' });
    },
    post: async (path, body, { signer, reply }) => {
      const bytes = bytesFromText(JSON.stringify(body));
      const nonce = hexFromBytes(around.random.bytes(16));
      const first = await postOnce(path, bytes, signer, nonce);
      // A phone with a wrong date still syncs: the second try signs the server's nonce, and time is ignored.
      const serverNonce = first.ok ? clockNonceOf(first.value) : undefined;
      return judge(
        serverNonce === undefined ? first : await postOnce(path, bytes, signer, serverNonce),
        reply,
      );
    },
  };
}

async function rawAnswerFrom(response: Response): Promise<RawAnswer> {
  const text = await response.text();
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const etag = response.headers.get('etag');
  return {
    status: response.status,
    ...(etag === null ? {} : { etag }),
    ...(retryAfter > 0 ? { retryAfterS: retryAfter } : {}),
    json: text.length > MAX_REPLY_BYTES ? undefined : jsonFrom(text),
  };
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function clockNonceOf({ status, json }: RawAnswer): string | undefined {
  const refusal = v.safeParse(refusalReply, json);
  return status === 401 && refusal.success ? refusal.output.nonce : undefined;
}

function replyFrom<S extends Schema>(answer: RawAnswer, schema: S): Reply<S> {
  const { status, retryAfterS, json } = answer;
  if (status === 413) return err({ kind: 'too_large' });
  if (status === 429 || status >= 500)
    return err({ kind: 'server_busy', ...(retryAfterS === undefined ? {} : { retryAfterS }) });
  if (status >= 200 && status < 300) {
    const reply = v.safeParse(schema, json);
    return reply.success ? ok(reply.output) : err({ kind: 'garbled' });
  }
  const refusal = v.safeParse(refusalReply, json);
  return err(refusal.success ? { kind: 'refused', status, code: refusal.output.kind } : { kind: 'garbled' });
}
