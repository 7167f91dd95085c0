import { sql } from 'kysely';

/** Points that a till has taken in payment per day (UTC): its certificate says how many it may. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS terminal_day (
    bucket smallint NOT NULL,
    serial bigint NOT NULL,
    day integer NOT NULL,
    points bigint NOT NULL,
    PRIMARY KEY (bucket, serial, day)
  )
`;
