import { sql } from 'kysely';

/** Rank of a member's tier per programme, as certificates tell it to tills. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_tier (
    bucket smallint NOT NULL,
    member text NOT NULL,
    programme text NOT NULL,
    rank integer NOT NULL,
    PRIMARY KEY (bucket, member, programme)
  )
`;
