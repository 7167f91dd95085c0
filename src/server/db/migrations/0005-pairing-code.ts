import { sql } from 'kysely';

/** One-time codes that pair a till; only their hashes are kept. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS pairing_code (
    code_hash bytea PRIMARY KEY,
    merchant_id text NOT NULL,
    till_name text,
    expires_at bigint NOT NULL,
    used_at bigint,
    used_by text
  )
`;
