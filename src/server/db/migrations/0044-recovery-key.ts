import { sql } from 'kysely';

/** Keys of recovery codes, found by their thumbprint: whose they are, and whether a newer one took their place. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS recovery_key (
    bucket smallint NOT NULL,
    id text NOT NULL,
    public_key bytea NOT NULL,
    member text NOT NULL,
    appointed_by text NOT NULL,
    appointed bytea NOT NULL,
    set_at bigint NOT NULL,
    PRIMARY KEY (bucket, id)
  )
`;
