import type { DatabaseNews, DatabaseState } from '#bridge/connect-database.ts';
import type { DatabaseEvents } from '#storage/database.ts';

/** An older tab lets go as soon as it has ended what it was writing; nobody need hear of that. */
const PATIENCE_MS = 2_000;

/** Tells the window of this worker what the other tabs do with its database. */
export function databaseNews(): DatabaseEvents {
  let cancel = (): void => undefined;
  let isHeldUp = false;
  const tell = (database: DatabaseState): void => postMessage({ database } satisfies DatabaseNews);
  return {
    onSuperseded: () => tell('superseded'),
    onBlocked: () => {
      cancel();
      // Again and again: the window may still be loading the part that listens.
      const timer = setInterval(() => {
        isHeldUp = true;
        tell('held_up');
      }, PATIENCE_MS);
      cancel = () => clearInterval(timer);
    },
    onOpened: () => {
      cancel();
      if (isHeldUp) tell('open');
      isHeldUp = false;
    },
  };
}
