import { sql } from 'kysely';

/** When the books of a member last followed the time that has passed; 0: never. */
export const statement = sql`ALTER TABLE member ADD COLUMN IF NOT EXISTS settled_at bigint NOT NULL DEFAULT 0`;
