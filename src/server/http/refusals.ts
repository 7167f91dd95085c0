import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RefusalReply } from '#api/refusal.ts';

/** A refusal on its way out: the status, the body of the contract, and how long to wait where that helps. */
export interface HttpRefusal {
  readonly kind: RefusalReply['kind'];
  readonly status: ContentfulStatusCode;
  readonly details?: Omit<RefusalReply, 'kind'>;
  readonly retryAfterS?: number;
}

export function refusalResponse(context: Context, refusal: HttpRefusal): Response {
  if (refusal.retryAfterS !== undefined) context.header('Retry-After', String(refusal.retryAfterS));
  const body: RefusalReply = { kind: refusal.kind, ...refusal.details };
  return context.json(body, refusal.status);
}
