import { sql } from 'kysely';

/** What a till has sold per day (UTC, of its receipts), as far as its limits let it count. */
export const statement = sql`
  ALTER TABLE terminal_day
    ADD COLUMN IF NOT EXISTS receipts bigint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS sales_minor bigint NOT NULL DEFAULT 0
`;
