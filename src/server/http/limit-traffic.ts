import type { MiddlewareHandler } from 'hono';
import type { Clock, Random } from '#base/ports.ts';
import { POOL_SIZE } from '#server/db/open-database.ts';
import { clientAddress } from './client-address.ts';
import { createRateLimiter } from './rate-limit.ts';
import { refusalResponse } from './refusals.ts';

/** Shops share one address, so this is wide; each key has its own limit on top. */
const PER_ADDRESS = { perMinute: 300, burst: 300 };
/** More than this at once only wait for the database; better to send them away with a time to come back. */
const MAX_IN_FLIGHT = 4 * POOL_SIZE;
const LEAST_RETRY_S = 2;
const RETRY_SPREAD_S = 10;

export interface TrafficDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly trustedProxies?: number;
}

/** For the API alone: nothing of it is cached, no address may flood it, and load beyond the pool is shed with jitter. */
export function limitTraffic({ clock, random, trustedProxies }: TrafficDeps): MiddlewareHandler {
  const limiter = createRateLimiter(clock, PER_ADDRESS);
  let inFlight = 0;
  return async (context, next) => {
    context.header('Cache-Control', 'no-store');
    const waitS = limiter.take(clientAddress(context, trustedProxies));
    if (waitS > 0)
      return refusalResponse(context, { kind: 'too_many_requests', status: 429, retryAfterS: waitS });
    if (inFlight >= MAX_IN_FLIGHT) {
      const retryAfterS = LEAST_RETRY_S + (random.bytes(1)[0]! % RETRY_SPREAD_S);
      return refusalResponse(context, { kind: 'overloaded', status: 503, retryAfterS });
    }
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
    }
    return undefined;
  };
}
