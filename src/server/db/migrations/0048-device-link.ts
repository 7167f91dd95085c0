import { sql } from 'kysely';

/** A member's word that a key is to become a device of theirs, until that key comes to ask. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS device_link (
    bucket smallint NOT NULL,
    device text NOT NULL,
    member text NOT NULL,
    name text NOT NULL,
    linked_by text NOT NULL,
    proof bytea NOT NULL,
    issued_at_s bigint NOT NULL,
    PRIMARY KEY (bucket, device)
  )
`;
