// The body of every answer that is not 2xx.
import * as v from 'valibot';
import { epochMs, refusalKind } from './shapes.ts';

export const refusalReply = v.object({
  kind: refusalKind,
  /** Where in the request, when it is about its shape: a path like `records.3.cose`. */
  at: v.optional(v.string()),
  expected: v.optional(v.string()),
  /** For `clock_off`: sign this nonce in the next try; time is then ignored. */
  nonce: v.optional(v.string()),
  now: v.optional(epochMs),
});

export type RefusalReply = v.InferOutput<typeof refusalReply>;
