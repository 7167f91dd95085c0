import { sql } from 'kysely';

/** What every wallet of a member must come to know, in the order in which it was decided; kept for good, unlike `change`. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_file (
    bucket smallint NOT NULL,
    member text NOT NULL,
    seq bigint NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (bucket, member, seq)
  )
`;
