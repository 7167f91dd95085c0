import { sql } from 'kysely';

/** The whole defence against double spending: a subject has one holder. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS claim (
    bucket smallint NOT NULL,
    kind text NOT NULL,
    subject bytea NOT NULL,
    holder text NOT NULL,
    event uuid NOT NULL,
    PRIMARY KEY (bucket, kind, subject)
  )
`;
