import { sql } from 'kysely';

/** Tills that another till has added: who answers for them, and what their tills and the operator have said since. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS delegation (
    serial bigint PRIMARY KEY,
    merchant_id text NOT NULL,
    parent_serial bigint NOT NULL,
    terminal_key bytea,
    admitted_at bigint,
    confirmed_at bigint,
    disowned_at bigint
  )
`;
