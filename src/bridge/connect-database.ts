// What a worker tells its own window unasked: while the database does not open, it answers no call.

export type DatabaseState =
  /** It did not open, and does now. */
  | 'open'
  /** A tab with an older version keeps it from becoming what this version needs. */
  | 'held_up'
  /** A newer version is at work in another tab; this one goes on with what it knows. */
  | 'superseded';

export interface DatabaseNews {
  readonly database: DatabaseState;
}

/** Calls back for as long as the page lives. */
export function watchDatabase(worker: Worker, onState: (state: DatabaseState) => void): void {
  worker.addEventListener('message', ({ data }: MessageEvent<Partial<DatabaseNews>>) => {
    if (data.database) onState(data.database);
  });
  // It may have happened before anybody listened.
  worker.postMessage({ database: 'open' } satisfies DatabaseNews);
}
