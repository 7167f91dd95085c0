import { sql } from 'kysely';

/**
 * Places in the status lists; who is at which is known to the server alone. The second key finds what a device or a voucher has,
 * the third what has ended: an index of its own for each would be a statement of its own.
 */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS status_mark (
    bucket smallint NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    holder text NOT NULL,
    ends_at bigint NOT NULL,
    revoked_at bigint,
    withdrawn_at bigint,
    PRIMARY KEY (bucket, place),
    UNIQUE (bucket, subject, place),
    UNIQUE (bucket, ends_at, place)
  )
`;
