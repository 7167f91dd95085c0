import { sql } from 'kysely';

/** What was taken back of a receipt, beside that receipt; without lines all of it. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS undo (
    bucket smallint NOT NULL,
    receipt text NOT NULL,
    id text NOT NULL,
    event uuid NOT NULL,
    lines jsonb,
    PRIMARY KEY (bucket, receipt, id)
  )
`;
