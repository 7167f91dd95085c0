import { sql } from 'kysely';

/** Members who were erased on request, by a digest of their random id: who knows the id finds the row, no row leads to an id. */
export const statement = sql`
  CREATE TABLE IF NOT EXISTS erased_member (
    bucket smallint NOT NULL,
    digest bytea NOT NULL,
    erased_at bigint NOT NULL,
    PRIMARY KEY (bucket, digest)
  )
`;
