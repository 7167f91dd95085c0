import { sql } from 'kysely';
import type { Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { refusalResponse } from '#server/http/refusals.ts';

/** GET ready: whether a load balancer should send requests here. 503 `draining` from the wish to stop on, until the end. */
export function readyRoute({ db, clock, isDraining }: RouteDeps): Handler {
  return async (context) => {
    context.header('Cache-Control', 'no-store');
    if (isDraining?.() === true)
      return refusalResponse(context, { kind: 'draining', status: 503, retryAfterS: 5 });
    try {
      await sql`SELECT 1`.execute(db);
    } catch {
      return refusalResponse(context, { kind: 'database_unavailable', status: 503, retryAfterS: 5 });
    }
    return context.json({ v: PROTOCOL_VERSION, now: clock.nowMs() });
  };
}
