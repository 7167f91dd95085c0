import { sql } from 'kysely';

/** Where the engine stands after a member's first `events` events, those up to the floor. A cache: it may be emptied at any time. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_fold (
    bucket smallint NOT NULL,
    member text NOT NULL,
    format integer NOT NULL,
    events bigint NOT NULL,
    floor_ms bigint NOT NULL,
    floor_id text NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (bucket, member)
  )
`;
