import { sql } from 'kysely';

/** Of a voucher that a campaign gave and no device has any more: a form that one had, for no event says its terms. */
export const statement = sql`
  ALTER TABLE voucher ADD COLUMN IF NOT EXISTS terms bytea
`;
