import { sql } from 'kysely';

/** When the operator withdrew a voucher: unlike a use, that is never taken back. */
export const statement = sql`
  ALTER TABLE status_entry ADD COLUMN IF NOT EXISTS withdrawn_at bigint
`;
