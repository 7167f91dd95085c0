import type { Handler } from 'hono';
import { operatorRequest } from '#api/operator.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { appendAuditOnce } from '#server/audit/audit-log.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedBy } from '#server/http/signed-message.ts';
import { actorOf, findOperator } from '#server/operator/operators.ts';
import { readPart } from '#server/operator/read-part.ts';

/** One look at the page is many requests, and one line of the log. */
const ONE_LOOK_MS = 15 * 60_000;

/** POST overview: a part of the page, for a request that an operator's key has signed. */
export function operatorRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedBy(context, operatorRequest, deps, (id) => findOperator(deps.db, id));
    if (!request.ok) return refusalResponse(context, request.error);
    const { message, signer } = request.value;
    const nowMs = deps.clock.nowMs();
    const entry = { atMs: nowMs, actor: actorOf(signer), act: 'overview', target: 'page' };
    await inTransaction(deps.db, deps.random, (tx) => appendAuditOnce(tx, entry, ONE_LOOK_MS));
    const content = await readPart(deps.db, message);
    if (!content.ok)
      return refusalResponse(context, { kind: content.error.kind, status: 503, retryAfterS: 60 });
    return context.json({ v: PROTOCOL_VERSION, now: nowMs, operator: signer.name, ...content.value });
  };
}
