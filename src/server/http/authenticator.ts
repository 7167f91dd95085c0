import type { Context } from 'hono';
import type { Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { type RequestRefusalKind, verifyRequest } from '#protocol/request-signature.ts';
import { createRateLimiter } from './rate-limit.ts';
import type { HttpRefusal } from './refusals.ts';
import { createServerNonces } from './server-nonce.ts';

export interface Authenticator {
  /** Proves that the request was signed by a key that `findKey` knows; gives the key's id. */
  readonly authenticate: (
    context: Context,
    body: Bytes,
    findKey: (keyId: string) => Promise<PublicKey | undefined>,
  ) => Promise<Result<string, HttpRefusal>>;
}

export interface AuthenticatorDeps {
  readonly clock: Clock;
  readonly nonceSecret: Bytes;
  readonly publicOrigin?: string;
}

const PER_KEY = { perMinute: 120, burst: 60 };
/** The names that the contract uses; the rest are the same on both sides. */
const KIND: Partial<Record<RequestRefusalKind, string>> = {
  clock_skew: 'clock_off',
  unknown_key: 'not_enrolled',
};

export function createAuthenticator({ clock, nonceSecret, publicOrigin }: AuthenticatorDeps): Authenticator {
  const nonces = createServerNonces(nonceSecret, clock);
  const limiter = createRateLimiter(clock, PER_KEY);
  return {
    authenticate: async (context, body, findKey) => {
      const url = new URL(context.req.url);
      const targetUri = publicOrigin === undefined ? url.href : publicOrigin + url.pathname + url.search;
      const { method, raw } = context.req;
      const request = { method, targetUri, headers: Object.fromEntries(raw.headers), body };
      const policy = { nowMs: clock.nowMs(), isOwnNonce: nonces.isOwn, findKey };
      const signature = await verifyRequest(request, policy);
      if (!signature.ok) return err(unauthorised(signature.error.kind, clock, nonces.make));
      const waitS = limiter.take(signature.value.keyId);
      if (waitS > 0) return err({ kind: 'too_many_requests', status: 429, retryAfterS: waitS });
      return ok(signature.value.keyId);
    },
  };
}

function unauthorised(refusal: RequestRefusalKind, clock: Clock, makeNonce: () => string): HttpRefusal {
  const kind = KIND[refusal] ?? refusal;
  const details = refusal === 'clock_skew' ? { details: { nonce: makeNonce(), now: clock.nowMs() } } : {};
  return { kind, status: 401, ...details };
}
