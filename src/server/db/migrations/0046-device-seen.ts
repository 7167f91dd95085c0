import { sql } from 'kysely';

/** When a device last synced: for its owner's list, and to give a new voucher to the phone in use. */
export const statement = sql`
  ALTER TABLE device ADD COLUMN IF NOT EXISTS seen_at bigint
`;
