// GET /api/v1/status: what was revoked, public and the same for all. The ETag names the content, so that a device that has
// it already gets 304.
import * as v from 'valibot';
import { base64Bytes, count } from './shapes.ts';

export const statusReply = v.object({
  v: v.literal(1),
  lists: v.pipe(
    v.array(
      v.object({
        /** What certificates and the trust list call it. */
        number: count,
        /** IETF Token Status List in its CWT form, signed by the server. */
        cose: base64Bytes(1024 * 1024),
      }),
    ),
    v.maxLength(1_000),
  ),
});

export type StatusReply = v.InferOutput<typeof statusReply>;

/** The first list that device certificates are in; what does not fit there is in those of the next numbers. */
export const DEVICE_STATUS_LIST = 0;
