// What other processes have changed in the state that all of them share: the epoch, the keys, or the whole database.
import type { KeyStore } from './keys.ts';
import type { Log } from './log.ts';
import { isKeyOf, type StateKeeper } from './server-state.ts';

/** A new epoch reaches every process within this time. */
const EVERY_MS = 5_000;

export interface StateWatch {
  /** Settles when the database has come to belong to other keys: whatever this process signs for it is worth nothing. */
  readonly replaced: Promise<void>;
  readonly stop: () => void;
}

export function watchState(
  keeper: StateKeeper,
  {
    keys,
    log,
    everyMs = EVERY_MS,
  }: { readonly keys: KeyStore; readonly log: Log; readonly everyMs?: number },
): StateWatch {
  let timer: NodeJS.Timeout | undefined;
  const replaced = new Promise<void>((resolve) => {
    const look = async () => {
      await keeper.refresh();
      await keys.follow(keeper.state.succession.present);
      if (isKeyOf(keys.server.publicKey, keeper.state)) return;
      clearInterval(timer);
      log({ level: 'error', event: 'database_replaced', message: REPLACED });
      resolve();
    };
    // A failed look is no news; the next one comes.
    timer = setInterval(() => void look().catch(() => undefined), everyMs);
  });
  return { replaced, stop: () => clearInterval(timer) };
}

const REPLACED =
  'The database belongs to other keys by now, as after an import beneath a running server. This process stops: restore the keys folder that belongs to the database, or the database, then start again.';
