import { sql } from 'kysely';

/** Payments as devices signed them: two that contradict each other prove a copied wallet. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS payment (
    bucket smallint NOT NULL,
    device text NOT NULL,
    id bytea NOT NULL,
    member text NOT NULL,
    epoch bigint NOT NULL,
    counter bigint NOT NULL,
    points bigint NOT NULL,
    cumulative bigint NOT NULL,
    status text NOT NULL,
    code text,
    cose bytea NOT NULL,
    PRIMARY KEY (bucket, device, id)
  )
`;
