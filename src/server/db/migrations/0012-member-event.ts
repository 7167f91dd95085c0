import { sql } from 'kysely';

/** The accepted events of a member, as the engine folds them. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_event (
    bucket smallint NOT NULL,
    member text NOT NULL,
    id text NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (bucket, member, id)
  )
`;
