import { sql } from 'kysely';
import type { Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { refusalResponse } from '#server/http/refusals.ts';

/** GET health: 200 when the database answers, 503 when it does not. */
export function healthRoute({ db, clock }: RouteDeps): Handler {
  return async (context) => {
    try {
      await sql`SELECT 1`.execute(db);
    } catch {
      return refusalResponse(context, { kind: 'database_unavailable', status: 503, retryAfterS: 5 });
    }
    return context.json({ v: PROTOCOL_VERSION, now: clock.nowMs() });
  };
}
