import { sql } from 'kysely';
import type { Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { refusalResponse } from '#server/http/refusals.ts';

/** No limit by address keeps anybody from asking: so the database is asked once for all who do. */
const KNOWN_FOR_MS = 1000;

/** GET ready: whether a load balancer should send requests here. 503 `draining` from the wish to stop on, until the end. */
export function readyRoute(deps: RouteDeps): Handler {
  const { clock, isDraining } = deps;
  const answers = createProbe(deps);
  return async (context) => {
    context.header('Cache-Control', 'no-store');
    if (isDraining?.() === true)
      return refusalResponse(context, { kind: 'draining', status: 503, retryAfterS: 5 });
    if (!(await answers()))
      return refusalResponse(context, { kind: 'database_unavailable', status: 503, retryAfterS: 5 });
    return context.json({ v: PROTOCOL_VERSION, now: clock.nowMs() });
  };
}

/** Whether the database answers: one question at a time, whose answer is good for a second from when it was asked. */
function createProbe({ db, clock }: Pick<RouteDeps, 'db' | 'clock'>): () => Promise<boolean> {
  let last: { readonly askedMs: number; readonly answer: Promise<boolean> } | undefined;
  let isUnderWay = false;
  const ask = async () => {
    isUnderWay = true;
    try {
      await sql`SELECT 1`.execute(db);
      return true;
    } catch {
      return false;
    } finally {
      isUnderWay = false;
    }
  };
  return () => {
    const nowMs = clock.monotonicMs();
    if (last === undefined || (!isUnderWay && nowMs - last.askedMs >= KNOWN_FOR_MS))
      last = { askedMs: nowMs, answer: ask() };
    return last.answer;
  };
}
