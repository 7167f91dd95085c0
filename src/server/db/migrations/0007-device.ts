import { sql } from 'kysely';

/** Keys that may sign requests, and the head of each one's change stream. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS device (
    bucket smallint NOT NULL,
    id text NOT NULL,
    role text NOT NULL,
    public_key bytea NOT NULL,
    owner text NOT NULL,
    assurance smallint NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    last_seq bigint NOT NULL DEFAULT 0,
    stream_head bigint NOT NULL DEFAULT 0,
    server_time_proved bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (bucket, id)
  )
`;
