import { sql } from 'kysely';

/** One record per place in a device's journal: a second one proves that its storage was rolled back. */
export const statement = sql`
  CREATE UNIQUE INDEX IF NOT EXISTS event_place ON event (bucket, device, epoch, seq)
`;
