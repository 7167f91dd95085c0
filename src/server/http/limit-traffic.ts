import type { MiddlewareHandler } from 'hono';
import type { Clock, Random } from '#base/ports.ts';
import { clientAddress } from './client-address.ts';
import { createPlaces, type Place } from './places.ts';
import { createRateLimiter } from './rate-limit.ts';
import { refusalResponse } from './refusals.ts';

/** Shops share one address, so this is wide; each key has its own limit on top. */
const PER_ADDRESS = { perMinute: 300, burst: 300 };

export interface TrafficDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly trustedProxies?: number;
}

declare module 'hono' {
  interface ContextVariableMap {
    readonly place?: Place;
  }
}

/** For the API alone: nothing of it is cached, no address may flood it, and load beyond the pool is shed with jitter. */
export function limitTraffic({ clock, random, trustedProxies }: TrafficDeps): MiddlewareHandler {
  const limiter = createRateLimiter(clock, PER_ADDRESS);
  const takePlace = createPlaces(random);
  return async (context, next) => {
    context.header('Cache-Control', 'no-store');
    const address = clientAddress(context, trustedProxies);
    const waitS = limiter.take(address);
    if (waitS > 0)
      return refusalResponse(context, { kind: 'too_many_requests', status: 429, retryAfterS: waitS });
    const place = takePlace(address);
    if (!place.ok) return refusalResponse(context, place.error);
    context.set('place', place.value);
    try {
      await next();
    } finally {
      place.value.leave();
    }
    return undefined;
  };
}
