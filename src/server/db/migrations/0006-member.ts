import { sql } from 'kysely';

/** Members: a random id and nothing else about the person. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member (
    bucket smallint NOT NULL,
    id text NOT NULL,
    joined_at bigint NOT NULL,
    PRIMARY KEY (bucket, id)
  )
`;
