import { sql } from 'kysely';

/** Every receipt of a till that anybody brought: gaps and forks of its chain show here. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS terminal_receipt (
    bucket smallint NOT NULL,
    serial bigint NOT NULL,
    sequence bigint NOT NULL,
    id bytea NOT NULL,
    previous bytea NOT NULL,
    issued_at_s bigint NOT NULL,
    received_at bigint NOT NULL,
    PRIMARY KEY (bucket, serial, sequence, id)
  )
`;
