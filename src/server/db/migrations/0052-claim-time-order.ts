import { sql } from 'kysely';

/** The oldest passing claims first, for the job that drops them; the others are not in it and cost a push nothing. */
export const statement = sql`
  CREATE INDEX IF NOT EXISTS claim_time ON claim (bucket, at_ms) WHERE at_ms IS NOT NULL
`;
