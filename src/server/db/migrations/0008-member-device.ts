import { sql } from 'kysely';

/** Which devices a member has; beside the member's other data, so that one push stays in one bucket. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS member_device (
    bucket smallint NOT NULL,
    member text NOT NULL,
    device text NOT NULL,
    PRIMARY KEY (bucket, member, device)
  )
`;
