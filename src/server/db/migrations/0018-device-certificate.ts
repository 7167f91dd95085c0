import { sql } from 'kysely';

/** When a device's newest certificate ends, so that sync can renew it in time. */
export const statement = sql`
  ALTER TABLE device ADD COLUMN IF NOT EXISTS certificate_until bigint NOT NULL DEFAULT 0
`;
