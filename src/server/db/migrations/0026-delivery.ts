import { sql } from 'kysely';

/** Changes on their way from a member's bucket to a device's stream, when the two are decided in transactions of their own. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS delivery (
    bucket smallint NOT NULL,
    id uuid NOT NULL,
    device text NOT NULL,
    place integer NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (bucket, id)
  )
`;
