import { sql } from 'kysely';

/** Points set aside for a wallet's allowance: they lie on the member's "held" account until spent or released. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS hold (
    bucket smallint NOT NULL,
    device text NOT NULL,
    programme text NOT NULL,
    unit text NOT NULL,
    member text NOT NULL,
    qty bigint NOT NULL,
    PRIMARY KEY (bucket, device, programme, unit)
  )
`;
