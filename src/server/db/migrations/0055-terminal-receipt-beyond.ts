import { sql } from 'kysely';

/** A receipt beyond what its till may sell: found once, when the first who holds it brings it. */
export const statement = sql`
  ALTER TABLE terminal_receipt ADD COLUMN IF NOT EXISTS beyond boolean NOT NULL DEFAULT false
`;
