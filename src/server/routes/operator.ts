import type { Handler } from 'hono';
import { operatorRequest, type OperatorReply } from '#api/operator.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { appendAudit } from '#server/audit/audit-log.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedBy } from '#server/http/signed-message.ts';
import { actorOf, findOperator } from '#server/operator/operators.ts';
import { readOverview } from '#server/operator/overview.ts';

/** POST overview: figures, conflicts and the audit log, for a request that an operator's key has signed. */
export function operatorRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedBy(context, operatorRequest, deps, (id) => findOperator(deps.db, id));
    if (!request.ok) return refusalResponse(context, request.error);
    const { message, signer } = request.value;
    const nowMs = deps.clock.nowMs();
    const entry = { atMs: nowMs, actor: actorOf(signer), act: 'overview', target: 'page' };
    await inTransaction(deps.db, deps.random, (tx) => appendAudit(tx, entry));
    const overview = await readOverview(deps.db, { days: message.days, nowMs });
    const reply: OperatorReply = { v: PROTOCOL_VERSION, now: nowMs, operator: signer.name, ...overview };
    return context.json(reply);
  };
}
