import { sql } from 'kysely';

/** What a member calls a device of theirs; beside the member's other data, so that it goes when they are erased. */
export const statement = sql`
  ALTER TABLE member_device ADD COLUMN IF NOT EXISTS name text
`;
