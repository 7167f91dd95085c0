import { sql } from 'kysely';

/** Every record that a device pushed, with the decision that it keeps for ever. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS event (
    bucket smallint NOT NULL,
    id uuid NOT NULL,
    device text NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    hash bytea NOT NULL,
    status text NOT NULL,
    code text,
    occurred_at bigint,
    received_at bigint NOT NULL,
    cose bytea NOT NULL,
    PRIMARY KEY (bucket, id)
  )
`;
