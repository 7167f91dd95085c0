// Kills the process at the k-th request to IndexedDB: every open transaction is aborted, every later request refused.
// The idea: with k = 0, 1, 2, ... until the operation completes, every point at which power can fail has been tried.
import 'fake-indexeddb/auto';

export class Killed extends Error {
  override readonly name = 'Killed';
}

let requestsLeft = Number.POSITIVE_INFINITY;
let dead = false;
const open = new Set<IDBTransaction>();

const STORE_REQUESTS = ['add', 'put', 'get', 'getAll', 'delete', 'count', 'openCursor'] as const;
const INDEX_REQUESTS = ['get', 'getAll', 'count', 'openCursor', 'openKeyCursor'] as const;

type Requests = Record<string, (...args: unknown[]) => unknown>;

function watch(
  prototype: object,
  names: readonly string[],
  transactionOf: (self: never) => IDBTransaction,
): void {
  const methods = prototype as Requests;
  for (const name of names) {
    const original = methods[name]!;
    methods[name] = function request(this: never, ...args: unknown[]) {
      open.add(transactionOf(this));
      if (dead || requestsLeft <= 0) die();
      requestsLeft -= 1;
      return original.apply(this, args);
    };
  }
}

function die(): never {
  dead = true;
  for (const transaction of open) {
    try {
      transaction.abort();
    } catch {
      // Finished already: what it committed stays, as on a real disk.
    }
  }
  throw new Killed('the process was killed');
}

watch(IDBObjectStore.prototype, STORE_REQUESTS, (store: IDBObjectStore) => store.transaction);
watch(IDBIndex.prototype, INDEX_REQUESTS, (index: IDBIndex) => index.objectStore.transaction);
const originalTransaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function transaction(...args) {
  if (dead) throw new Killed('the process is dead');
  return originalTransaction.apply(this, args);
};

/** Lets the process live for this many more requests. */
export function revive(requests = Number.POSITIVE_INFINITY): void {
  requestsLeft = requests;
  dead = false;
  open.clear();
}

export function isKilled(): boolean {
  return dead;
}

export interface CrashTrial<W> {
  /** A world of its own, on the disk. */
  readonly build: () => Promise<W>;
  readonly operate: (world: W) => Promise<unknown>;
  /** Closes what the killed process held and opens the same disk again. */
  readonly reopen: (world: W) => Promise<W>;
  /** Throws when an invariant is broken. `completed`: the operation said it was done. */
  readonly check: (world: W, completed: boolean) => Promise<void>;
}

const MOST_POINTS = 200;

/** Runs the trial once per crash point and once through; returns how many points there were. */
export async function tryEveryCrashPoint<W>(trial: CrashTrial<W>): Promise<number> {
  for (let point = 0; point < MOST_POINTS; point++) {
    const world = await trial.build();
    revive(point);
    const completed = await trial.operate(world).then(
      () => !dead,
      () => false,
    );
    revive();
    await trial.check(await trial.reopen(world), completed);
    if (completed) return point;
  }
  throw new Error(`the operation did not complete within ${MOST_POINTS} requests`);
}
