import { sql } from 'kysely';

/** The one recovery key that is good for a member; beside the member's other data. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_recovery (
    bucket smallint NOT NULL,
    member text NOT NULL,
    key text NOT NULL,
    PRIMARY KEY (bucket, member)
  )
`;
