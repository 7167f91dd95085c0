import { sql } from 'kysely';

/** The events of a member in the order of time. */
export const statement = sql`
  CREATE INDEX IF NOT EXISTS member_event_order ON member_event (bucket, member, at_ms)
`;
