import { sql } from 'kysely';

/** Two payments of one device that cannot both be honest: whoever holds the device's key cannot deny either. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS equivocation (
    bucket smallint NOT NULL,
    device text NOT NULL,
    first bytea NOT NULL,
    second bytea NOT NULL,
    found_at bigint NOT NULL,
    PRIMARY KEY (bucket, device, first, second)
  )
`;
