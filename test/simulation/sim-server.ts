// The real server as a function, with a process that can die between any two statements and a backup that can be restored.
import type { KyselyPlugin } from 'kysely';
import type { Clock, Random } from '#base/ports.ts';
import { createApp } from '#server/app.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { urlOfAddress } from '#server/db/postgres-address.ts';
import type { Db } from '#server/db/transaction.ts';
import type { TxScope } from '#server/push/steps.ts';
import { newServerEpoch, readServerState } from '#server/server-state.ts';
import type { LogEntry } from '#server/log.ts';
import type { SimulationDatabases } from './database.ts';
import type { Tally } from './tally.ts';

/** One: with more of them, which statement comes first would be the database's to say. */
const CONNECTIONS = 1;
/** A machine that stands still for a while would end the transaction of a world whose clock stands still too. */
const PATIENCE = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0';
export const ORIGIN = 'http://tessera.test';

export class ServerDied extends Error {
  override readonly name = 'ServerDied';
}

export interface SimServer {
  /** Answers, or throws when the process died on the way. */
  readonly handle: (url: string, init: RequestInit) => Promise<Response>;
  /** The process dies at its n-th statement from now, and the next request meets a new one. */
  readonly dieAtStatement: (n: number) => void;
  readonly saveBackup: () => Promise<void>;
  /** `false`: there is no backup. The operator gives the restored server a new epoch, as the manual says. */
  readonly restoreBackup: () => Promise<boolean>;
  /** For the judge of this world only: statements through it are not counted. */
  readonly books: () => Db;
  readonly errors: readonly string[];
  /** Grows with every request and every restored backup: while it stands still, so do the books. */
  readonly acts: () => number;
  readonly close: () => Promise<void>;
}

export interface SimServerSetting {
  readonly databases: SimulationDatabases;
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  /** One machine, or a cluster whose pushes are split by bucket. */
  readonly txScope: TxScope;
  readonly saw: Tally['saw'];
}

type App = ReturnType<typeof createApp>;

export async function openSimServer(setting: SimServerSetting): Promise<SimServer> {
  const { databases, name, clock, random, txScope } = setting;
  const backup = `${name}_backup`;
  const errors: string[] = [];
  let statementsLeft = Number.POSITIVE_INFINITY;
  let hasBackup = false;
  let acts = 0;
  const location = `${urlOfAddress(await databases.copy(name))}&options=${encodeURIComponent(PATIENCE)}`;
  let db = openDatabase(location, CONNECTIONS);
  let app: App | undefined = await boot();

  async function boot(): Promise<App> {
    const state = await readServerState(db, random);
    const log = (entry: LogEntry): void => {
      if (entry.event === 'push' && Number(entry['fork']) > 0) setting.saw('fork');
      if (entry.event === 'request_failed' && statementsLeft > 0) errors.push(JSON.stringify(entry));
    };
    const counted = db.withPlugin(
      deathPlugin(() => {
        if (statementsLeft-- <= 0) throw new ServerDied();
      }),
    );
    return createApp({ db: counted, keys: databases.keys, clock, random, state, log, txScope });
  }

  async function withoutConnections(work: () => Promise<unknown>): Promise<void> {
    await db.destroy();
    await work();
    db = openDatabase(location, CONNECTIONS);
  }

  return {
    handle: async (url, init) => {
      acts += 1;
      app ??= await boot();
      const response = await app.request(url, init);
      if (statementsLeft >= 0) return response;
      statementsLeft = Number.POSITIVE_INFINITY;
      app = undefined;
      throw new ServerDied();
    },
    dieAtStatement: (n) => void (statementsLeft = n),
    saveBackup: async () => {
      await withoutConnections(async () => {
        await databases.drop(backup);
        await databases.copy(backup, name);
      });
      hasBackup = true;
      app = undefined;
    },
    restoreBackup: async () => {
      if (!hasBackup) return false;
      acts += 1;
      await withoutConnections(async () => {
        await databases.drop(name);
        await databases.copy(name, backup);
      });
      await newServerEpoch(db, random, clock.nowMs());
      app = undefined;
      return true;
    },
    books: () => db,
    errors,
    acts: () => acts,
    close: async () => {
      await db.destroy();
      await databases.drop(name);
      if (hasBackup) await databases.drop(backup);
    },
  };
}

function deathPlugin(beforeStatement: () => void): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      beforeStatement();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
