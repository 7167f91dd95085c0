import type { DatabaseNews, DatabaseState } from '#bridge/connect-database.ts';
import type { DatabaseEvents } from '#storage/database.ts';

/** An older tab lets go as soon as it has ended what it was writing; nobody need hear of that. */
const PATIENCE_MS = 2_000;

/** Tells the window of this worker what the other tabs do with its database: when it happens, and when the window asks. */
export function databaseNews(): DatabaseEvents {
  let cancel = (): void => undefined;
  let now: DatabaseState = 'open';
  const become = (database: DatabaseState): void => {
    if (now === database) return;
    now = database;
    postMessage({ database } satisfies DatabaseNews);
  };
  addEventListener('message', ({ data }: MessageEvent<Partial<DatabaseNews>>) => {
    if (data.database) postMessage({ database: now } satisfies DatabaseNews);
  });
  return {
    onSuperseded: () => become('superseded'),
    onBlocked: () => {
      cancel();
      const timer = setTimeout(() => become('held_up'), PATIENCE_MS);
      cancel = () => clearTimeout(timer);
    },
    onOpened: () => {
      cancel();
      if (now === 'held_up') become('open');
    },
  };
}
