import { sql } from 'kysely';

/** Root keys that a merchant had before, newest first: what they signed stays good until it expires. */
export const statement = sql`
  ALTER TABLE merchant ADD COLUMN IF NOT EXISTS former_root_keys jsonb NOT NULL DEFAULT '[]'
`;
