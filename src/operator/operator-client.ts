// Signed calls in the operator's name. The key lives in this page's memory and nowhere else: a reload forgets it.
import { operatorReply, type OperatorReply } from '#api/operator.ts';
import { parseMessage } from '#api/parse-message.ts';
import { refusalReply } from '#api/refusal.ts';
import { ROUTES } from '#api/routes.ts';
import { base64UrlFromBytes, bytesFromText } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import { err, ok, type Result } from '#base/result.ts';
import { signRequest } from '#protocol/request-signature.ts';
import { createSigner, type Signer } from '#protocol/signer.ts';

export interface OperatorClient {
  readonly overview: (days: number) => Promise<Result<OperatorReply, OperatorFault>>;
}

/** `not_enrolled`: the server does not know the key. `unreachable`: no answer, or none that can be read. */
export interface OperatorFault {
  readonly kind: 'key_unreadable' | 'not_enrolled' | 'unreachable';
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
  try {
    const jwk = JSON.parse(text) as JsonWebKey;
    const { kty, crv, x, y } = jwk;
    const publicJwk = { kty, crv, x, y } as JsonWebKey;
    const { subtle } = globalThis.crypto;
    const privateKey = await subtle.importKey('jwk', jwk, CURVE, false, ['sign']);
    const publicKey = await subtle.importKey('jwk', publicJwk, CURVE, true, ['verify']);
    const signer = await createSigner({ privateKey, publicKey });
    return ok({ overview: (days) => call(deps, signer, days) });
  } catch {
    return err({ kind: 'key_unreadable' });
  }
}

async function call(
  deps: ClientDeps,
  signer: Signer,
  days: number,
): Promise<Result<OperatorReply, OperatorFault>> {
  try {
    const first = await post(deps, signer, { days });
    const nonce = first.status === 401 ? nonceOf(await first.clone().json()) : undefined;
    // A wrong clock: the server's own nonce proves that the request is fresh.
    const response = nonce === undefined ? first : await post(deps, signer, { days, nonce });
    if (response.status === 401) return err({ kind: 'not_enrolled' });
    const reply = parseMessage(operatorReply, await response.json());
    return reply.ok ? reply : err({ kind: 'unreachable' });
  } catch {
    return err({ kind: 'unreachable' });
  }
}

function nonceOf(body: unknown): string | undefined {
  const refusal = parseMessage(refusalReply, body);
  return refusal.ok ? refusal.value.nonce : undefined;
}

interface Question {
  readonly days: number;
  readonly nonce?: string;
}

async function post({ clock, random, origin, fetch }: ClientDeps, signer: Signer, { days, nonce }: Question) {
  const targetUri = origin + ROUTES.operator;
  const body = bytesFromText(JSON.stringify({ v: 1, days }));
  const headers = { 'content-type': 'application/json' };
  const own = base64UrlFromBytes(random.bytes(18));
  const parameters = { createdS: Math.floor(clock.nowMs() / 1000), nonce: nonce ?? own };
  const signed = await signRequest({ method: 'POST', targetUri, headers, body }, parameters, signer);
  return fetch(targetUri, { method: 'POST', headers: { ...headers, ...signed }, body });
}
