// Puts the real server together: database, keys, app, socket. What a process starts it also stops, in reverse.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { err, ok, type Result } from '#base/result.ts';
import { createApp } from './app.ts';
import type { AppDeps } from './app-deps.ts';
import { checkKeys } from './check-keys.ts';
import { createDatabase } from './db/create-database.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { migrate } from './db/migrate.ts';
import { type DatabaseLocation, openDatabase } from './db/open-database.ts';
import { socketAddress } from './db/postgres-address.ts';
import { type KeyStore, openKeyStore, readKeyStore } from './keys.ts';
import type { Db } from './db/transaction.ts';
import { APP_BASES } from './http/static-files.ts';
import { listen, type Listening } from './listen.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createMetricsApp } from './metrics/serve-metrics.ts';
import { localCertificate } from './tls/local-certificate.ts';
import type { Log } from './log.ts';
import type { ServerOptions } from './options.ts';
import { registerOwnOperator } from './operator/operators.ts';
import { retainInTurn } from './retention/retention.ts';
import { seedDemoCatalogue } from './seed.ts';
import { createStateKeeper, readServerKey, readServerState } from './server-state.ts';
import { systemClock, systemRandom } from './system.ts';

export interface Server extends Omit<AppDeps, 'apps' | 'publicOrigin'> {
  readonly port: number;
  /** Names under which phones reach it, with `--https`. */
  readonly secureHosts?: readonly string[];
  readonly metricsPort?: number;
  /** Settles when the database under the server is gone without being asked. */
  readonly databaseLost: Promise<void>;
  /** Answers what has begun, then stops. */
  readonly stop: () => Promise<void>;
}

const PROXIES_UNNAMED =
  '--origin without --trusted-proxies: if a proxy stands in front, all phones behind it count as one address and share its 300 calls a minute. Say how many proxies of your own there are, --trusted-proxies 1, or 0 for none.';
/** A new epoch reaches every process within this time. */
const STATE_EVERY_MS = 5_000;
/** Each round is small; what it leaves over waits for the next. */
const RETAIN_EVERY_MS = 10 * 60_000;

/** A reason not to start, for the operator. */
export interface StartRefusal {
  readonly kind: string;
  readonly message: string;
}

export interface StartContext {
  readonly log: Log;
  /** Fill an empty database with the demo catalogue. */
  readonly demo: boolean;
}

export async function startServer(
  options: ServerOptions,
  { log, demo }: StartContext,
): Promise<Result<Server, StartRefusal>> {
  const database = await openOrStart(options);
  if (!database.ok) return database;
  const db = openDatabase(database.value.location);
  const closeDatabase = async () => {
    await db.destroy();
    await database.value.stop();
  };
  try {
    const serving = await serve(db, options, { log, demo });
    if (!serving.ok) {
      await closeDatabase();
      return serving;
    }
    const { close, ...parts } = serving.value;
    const stop = async () => {
      await close();
      await closeDatabase();
    };
    return ok({ ...parts, databaseLost: database.value.ended, stop });
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

type Serving = Omit<Server, 'databaseLost' | 'stop'> & { readonly close: () => Promise<void> };

async function serve(
  db: Db,
  options: ServerOptions,
  { log, demo }: StartContext,
): Promise<Result<Serving, StartRefusal>> {
  await migrate(db);
  const keys = await prepareKeys(db, options, demo);
  if (!keys.ok) return keys;
  const tools = { db, keys: keys.value, clock: systemClock, random: systemRandom };
  const keeper = createStateKeeper(db, await readServerState(db, systemRandom));
  const parts = { ...tools, log, txScope: options.txScope, state: keeper.state };
  const { publicOrigin, trustedProxies, apiOnly } = options;
  const front = {
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
  };
  if (publicOrigin !== undefined && trustedProxies === undefined)
    log({ level: 'warning', event: 'proxies_unnamed', message: PROXIES_UNNAMED });
  const tls = options.https
    ? localCertificate(path.resolve(options.dataDir, 'tls'), systemClock.nowMs())
    : undefined;
  if (tls?.ok === false) return tls;
  const metrics = createMetrics(systemClock);
  let draining = false;
  const app = createApp({
    ...parts,
    ...front,
    log: metrics.counting(log),
    metrics,
    isDraining: () => draining,
    ...(tls === undefined ? {} : { localAuthority: new Uint8Array(tls.value.authority) }),
    apps: apiOnly ? [] : builtApps(),
  });
  const listening = await listen(app.fetch, options.port, tls === undefined ? {} : { tls: tls.value });
  if (!listening.ok) return listening;
  const counts = await listenForMetrics(metrics, options.metricsPort);
  if (!counts.ok) {
    await listening.value.close();
    return counts;
  }
  // A failed look is no news; the next one comes.
  const look = () => keeper.refresh().then(() => keys.value.follow(keeper.state.succession.present));
  const watch = setInterval(() => void look().catch(() => undefined), STATE_EVERY_MS);
  const retain = () => retainInTurn({ ...tools, log }, RETAIN_EVERY_MS / 2).catch(() => undefined);
  const retaining = setInterval(() => void retain(), RETAIN_EVERY_MS);
  const close = async () => {
    draining = true;
    clearInterval(retaining);
    await sleep(options.drainMs);
    clearInterval(watch);
    await listening.value.close();
    await counts.value?.close();
  };
  const more = {
    ...(tls === undefined ? {} : { secureHosts: tls.value.hosts }),
    ...(counts.value === undefined ? {} : { metricsPort: counts.value.port }),
  };
  return ok({ ...parts, ...more, port: listening.value.port, close });
}

async function listenForMetrics(
  metrics: Metrics,
  port: number | undefined,
): Promise<Result<Listening | undefined, StartRefusal>> {
  return port === undefined
    ? ok(undefined)
    : listen(createMetricsApp(metrics).fetch, port, { host: '127.0.0.1' });
}

/** The keys, proved to be those of the database; with `demo`, the demo merchants are in it by then. */
async function prepareKeys(
  db: Db,
  { dataDir }: ServerOptions,
  demo: boolean,
): Promise<Result<KeyStore, StartRefusal>> {
  const keysDir = path.resolve(dataDir, 'keys');
  const isNew = (await readServerKey(db)) === undefined;
  const keys = isNew ? await openKeyStore(keysDir) : await readKeyStore(keysDir);
  if (!keys.ok) return keys;
  if (demo) await seedDemoCatalogue({ db, keys: keys.value, random: systemRandom, clock: systemClock });
  const fit = await checkKeys(db, keys.value);
  if (!fit.ok) return fit;
  const operator = await registerOwnOperator(db, keysDir, systemClock.nowMs());
  return operator.ok ? keys : operator;
}

interface RunningDatabase {
  readonly location: DatabaseLocation;
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

async function openOrStart(options: ServerOptions): Promise<Result<RunningDatabase, StartRefusal>> {
  if (options.databaseUrl !== undefined) return reach(options.databaseUrl);
  const started = await startEmbeddedPostgres({ dataDir: options.dataDir });
  if (!started.ok) return started;
  const address = socketAddress(options.dataDir);
  await createDatabase(address);
  return ok({ location: address, ended: started.value.ended, stop: started.value.stop });
}

/** A database that somebody else runs: it must answer now, and nobody here ends it. */
async function reach(url: string): Promise<Result<RunningDatabase, StartRefusal>> {
  const db = openDatabase(url, 1);
  try {
    await sql`SELECT 1`.execute(db);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err({
      kind: 'database_unreachable',
      message: `The database of DATABASE_URL does not answer: ${reason}`,
    });
  } finally {
    await db.destroy();
  }
  return ok({ location: url, ended: new Promise(() => undefined), stop: () => Promise.resolve() });
}

function builtApps(): NonNullable<AppDeps['apps']> {
  const dist = path.resolve('dist');
  return APP_BASES.map((base) => ({
    base,
    dir: path.join(dist, base === '/' ? 'wallet' : base.slice(1, -1)),
  }));
}
