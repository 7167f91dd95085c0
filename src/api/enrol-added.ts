// POST /api/v1/terminals/added: a till that another till has added without a signal comes to the server for the first time;
// POST /api/v1/terminals/disowned: a till takes back its word for tills whose six digits were not the same.
import * as v from 'valibot';
import { base64Bytes, count, epochMs, publicKey, shortText } from './shapes.ts';

/** Answered like a pairing by code (`enrol-terminal.ts`). */
export const enrolAddedRequest = v.strictObject({
  v: v.literal(1),
  publicKey,
  /** The certificate that the other till has signed, with that till's own inside. */
  certificate: base64Bytes(1024),
  name: shortText,
});

/** Signed by the till that had signed for them. */
export const disownRequest = v.strictObject({
  v: v.literal(1),
  serials: v.pipe(v.array(count), v.minLength(1), v.maxLength(16)),
});

export const disownReply = v.object({ v: v.literal(1), now: epochMs });

export type EnrolAddedRequest = v.InferOutput<typeof enrolAddedRequest>;

export type DisownReply = v.InferOutput<typeof disownReply>;
