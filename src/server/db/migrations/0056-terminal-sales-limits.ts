import { sql } from 'kysely';

/** What the operator lets a till sell; null: what its certificate's caps come to. */
export const statement = sql`
  ALTER TABLE terminal ADD COLUMN IF NOT EXISTS sales_limits jsonb
`;
