import { sql } from 'kysely';

/** What each device has yet to hear, numbered without gaps per stream. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS change (
    bucket smallint NOT NULL,
    stream text NOT NULL,
    seq bigint NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (bucket, stream, seq)
  )
`;
