// Hard limits of the wire: the server refuses beyond them, the client stays within them.

export const PROTOCOL_VERSION = 1;
/** Clients of this version and later ones are served; test/fixtures has what they say. */
export const OLDEST_VERSION = 1;
/** Bytes of a request body. */
export const MAX_BODY_BYTES = 512 * 1024;
/** Records in one push; clients start with 50 and may grow to 200. */
export const MAX_RECORDS = 500;
/** Bytes of one sealed record. */
export const MAX_RECORD_BYTES = 3072;
/** Changes in one reply. */
export const MAX_CHANGES = 500;
/** Changes in the last page of a snapshot: `MAX_CHANGES`, and everything that is live now. */
export const MAX_SNAPSHOT_CHANGES = 10 * MAX_CHANGES;
