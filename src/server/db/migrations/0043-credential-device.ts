import { sql } from 'kysely';

/** All credentials of one device, for a wallet that has missed what its stream no longer has. */
export const statement = sql`
  CREATE INDEX IF NOT EXISTS credential_device ON credential (bucket, device)
`;
