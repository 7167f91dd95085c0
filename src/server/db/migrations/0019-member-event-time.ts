import { sql } from 'kysely';

/** When an event happened, epoch milliseconds: a fold that is stored up to a time reads only what came after it. */
export const statement = sql`
  ALTER TABLE member_event ADD COLUMN IF NOT EXISTS at_ms bigint
`;
