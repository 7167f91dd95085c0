import { type Kysely, sql } from 'kysely';
import type { Database } from '#server/db/schema.ts';

const STEPS = [
  // Conflicts are few among very many events: the page finds them without reading the rest.
  sql`CREATE INDEX IF NOT EXISTS event_conflict ON event (bucket, received_at) WHERE status = 'conflict'`,
  sql`ALTER TABLE programme ADD COLUMN IF NOT EXISTS published_at bigint`,
  sql`
    UPDATE programme SET published_at =
      (SELECT min(at) FROM audit WHERE act = 'programme publish' AND target = programme.id)
    WHERE published_at IS NULL`,
];

/** What the operator's page asks for: conflicts by themselves, and since when a programme is published. */
export const statement = {
  execute: async (db: Kysely<Database>): Promise<void> => {
    for (const step of STEPS) await step.execute(db);
  },
};
