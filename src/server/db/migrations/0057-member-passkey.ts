import { sql } from 'kysely';

/** The one passkey that may bring a member back; found by the member, whom the passkey itself remembers. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_passkey (
    bucket smallint NOT NULL,
    member text NOT NULL,
    credential bytea NOT NULL,
    public_key bytea NOT NULL,
    set_by text NOT NULL,
    set_at bigint NOT NULL,
    PRIMARY KEY (bucket, member)
  )
`;
