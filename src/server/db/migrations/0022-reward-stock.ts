import { sql } from 'kysely';

/** How much of a scarce reward is given away, over all members, per drop. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS reward_stock (
    bucket smallint NOT NULL,
    programme text NOT NULL,
    reward text NOT NULL,
    batch text NOT NULL,
    taken bigint NOT NULL,
    PRIMARY KEY (bucket, programme, reward, batch)
  )
`;
