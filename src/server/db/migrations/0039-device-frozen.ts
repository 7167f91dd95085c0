import { sql } from 'kysely';

/** A device that contradicted itself spends nothing any more; it may still sync and hear why. */
export const statement = sql`
  ALTER TABLE device ADD COLUMN IF NOT EXISTS frozen_at bigint
`;
