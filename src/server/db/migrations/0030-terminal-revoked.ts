import { sql } from 'kysely';

/** When a till was taken out of service; what it signs after that never counts. */
export const statement = sql`
  ALTER TABLE terminal ADD COLUMN IF NOT EXISTS revoked_at bigint
`;
