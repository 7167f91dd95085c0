import { sql } from 'kysely';

/** What each wallet's newest certificate lets it spend offline, and how much of that was settled in this epoch. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS allowance (
    bucket smallint NOT NULL,
    device text NOT NULL,
    member text NOT NULL,
    epoch bigint NOT NULL,
    cap bigint NOT NULL,
    spent bigint NOT NULL,
    until_ms bigint NOT NULL,
    tiers text NOT NULL,
    PRIMARY KEY (bucket, device)
  )
`;
