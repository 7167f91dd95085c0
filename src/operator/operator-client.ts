// Signed calls in the operator's name. The key lives in this page's memory and nowhere else: a reload forgets it.
import {
  operatorReplies,
  type OperatorPart,
  type OperatorReply,
  type OperatorRequest,
} from '#api/operator.ts';
import { parseMessage } from '#api/parse-message.ts';
import { refusalReply } from '#api/refusal.ts';
import { ROUTES } from '#api/routes.ts';
import { base64UrlFromBytes, bytesFromText } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import { err, ok, type Result } from '#base/result.ts';
import { signRequest } from '#protocol/request-signature.ts';
import { createSigner, type Signer } from '#protocol/signer.ts';

export interface OperatorClient {
  readonly read: <P extends OperatorPart>(question: PartQuestion<P>) => Promise<PartResult<P>>;
}

export type PartQuestion<P extends OperatorPart> = Omit<
  Extract<OperatorRequest, { readonly part: P }>,
  'v'
> & {
  readonly part: P;
};
export type PartResult<P extends OperatorPart> = Result<OperatorReply<P>, OperatorFault>;

/**
 * `not_secure`: over http by address a browser gives a page no cryptography.
 * `not_enrolled`: the server does not know the key. `unreachable`: no answer. `part_too_slow`: too much to count in time.
 * `part_failed`: any other refusal of one part, or an answer that cannot be read.
 */
export interface OperatorFault {
  readonly kind:
    | 'not_secure'
    | 'key_unreadable'
    | 'not_enrolled'
    | 'unreachable'
    | 'part_too_slow'
    | 'part_failed';
}

export interface ClientDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly origin: string;
  readonly fetch: typeof globalThis.fetch;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** From the text of a key file, `keys/operator.jwk`. The private key cannot leave the browser's key store again. */
export async function openClient(
  deps: ClientDeps,
  text: string,
): Promise<Result<OperatorClient, OperatorFault>> {
  if (!globalThis.isSecureContext) return err({ kind: 'not_secure' });
  try {
    const jwk = JSON.parse(text) as JsonWebKey;
    const { kty, crv, x, y } = jwk;
    const publicJwk = { kty, crv, x, y } as JsonWebKey;
    const { subtle } = globalThis.crypto;
    const privateKey = await subtle.importKey('jwk', jwk, CURVE, false, ['sign']);
    const publicKey = await subtle.importKey('jwk', publicJwk, CURVE, true, ['verify']);
    const signer = await createSigner({ privateKey, publicKey });
    return ok({ read: (question) => call(deps, signer, question) });
  } catch {
    return err({ kind: 'key_unreadable' });
  }
}

async function call<P extends OperatorPart>(
  deps: ClientDeps,
  signer: Signer,
  question: PartQuestion<P>,
): Promise<PartResult<P>> {
  let response: Response;
  try {
    const first = await post(deps, signer, question);
    const nonce = first.status === 401 ? nonceOf(await first.clone().json()) : undefined;
    // A wrong clock: the server's own nonce proves that the request is fresh.
    response = nonce === undefined ? first : await post(deps, signer, question, nonce);
  } catch {
    return err({ kind: 'unreachable' });
  }
  return readReply(question.part, response);
}

async function readReply<P extends OperatorPart>(part: P, response: Response): Promise<PartResult<P>> {
  if (response.status === 401) return err({ kind: 'not_enrolled' });
  const body: unknown = await response.json().catch(() => undefined);
  const refusal = response.ok ? undefined : parseMessage(refusalReply, body);
  if (refusal?.ok === true && refusal.value.kind === 'part_too_slow') return err({ kind: 'part_too_slow' });
  const reply = parseMessage<unknown>(operatorReplies[part], body);
  return reply.ok ? ok(reply.value as OperatorReply<P>) : err({ kind: 'part_failed' });
}

function nonceOf(body: unknown): string | undefined {
  const refusal = parseMessage(refusalReply, body);
  return refusal.ok ? refusal.value.nonce : undefined;
}

async function post(
  { clock, random, origin, fetch }: ClientDeps,
  signer: Signer,
  question: object,
  nonce?: string,
): Promise<Response> {
  const targetUri = origin + ROUTES.operator;
  const body = bytesFromText(JSON.stringify({ v: 1, ...question }));
  const headers = { 'content-type': 'application/json' };
  const own = base64UrlFromBytes(random.bytes(18));
  const parameters = { createdS: Math.floor(clock.nowMs() / 1000), nonce: nonce ?? own };
  const signed = await signRequest({ method: 'POST', targetUri, headers, body }, parameters, signer);
  return fetch(targetUri, { method: 'POST', headers: { ...headers, ...signed }, body });
}
