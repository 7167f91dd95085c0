// Puts the real server together: database, keys, app, socket. What a process starts it also stops, in reverse.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '#base/result.ts';
import { createApp } from './app.ts';
import type { AppDeps } from './app-deps.ts';
import { checkKeys } from './check-keys.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open-database.ts';
import { reachDatabase, startOwnDatabase } from './db/running-database.ts';
import { type KeyStore, openKeyStore, readKeyStore } from './keys.ts';
import type { Db } from './db/transaction.ts';
import { APP_BASES } from './http/static-files.ts';
import { listen, type Listening } from './listen.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createMetricsApp } from './metrics/serve-metrics.ts';
import { localCertificate } from './tls/local-certificate.ts';
import type { Log } from './log.ts';
import type { ServerOptions } from './options.ts';
import { takeUpNextKeys } from './next-keys.ts';
import { registerOwnOperator } from './operator/operators.ts';
import { retainInTurn } from './retention/retention.ts';
import { seedDemoCatalogue } from './seed.ts';
import { createStateKeeper, readServerKey, readServerState } from './server-state.ts';
import { type StartRefusal, startRefusalFrom } from './start-refusal.ts';
import { systemClock, systemRandom } from './system.ts';
import { watchState } from './watch-state.ts';

export interface Server extends Omit<AppDeps, 'apps' | 'publicOrigin'> {
  readonly port: number;
  /** Names under which phones reach it, with `--https`. */
  readonly secureHosts?: readonly string[];
  readonly metricsPort?: number;
  /** Settles when the database under the server is gone without being asked. */
  readonly databaseLost: Promise<void>;
  /** Settles when another process has put a database of other keys in its place. */
  readonly databaseReplaced: Promise<void>;
  /** Answers what has begun, then stops. */
  readonly stop: () => Promise<void>;
}

const PROXIES_UNNAMED =
  '--origin without --trusted-proxies: if a proxy stands in front, all phones behind it count as one address and share its 300 calls a minute. Say how many proxies of your own there are, --trusted-proxies 1, or 0 for none.';
const DATABASE_STARTING =
  'The database is not ready yet: it works through its log, as after a crash. Let it: the next start would begin with the same work.';
/** Each round is small; what it leaves over waits for the next. */
const RETAIN_EVERY_MS = 10 * 60_000;

export interface StartContext {
  readonly log: Log;
  /** Fill an empty database with the demo catalogue. */
  readonly demo: boolean;
}

/** Whatever keeps it from starting is a refusal, and then nothing that it has started runs on. */
export async function startServer(
  options: ServerOptions,
  context: StartContext,
): Promise<Result<Server, StartRefusal>> {
  try {
    return await start(options, context);
  } catch (error) {
    const refusal = startRefusalFrom(error);
    if (refusal === undefined) throw error;
    return err(refusal);
  }
}

async function start(options: ServerOptions, context: StartContext): Promise<Result<Server, StartRefusal>> {
  const { databaseUrl, dataDir } = options;
  const onSlowStart = (seconds: number) =>
    context.log({ level: 'warning', event: 'database_starting', seconds, message: DATABASE_STARTING });
  const database = await (databaseUrl === undefined
    ? startOwnDatabase(dataDir, { onSlowStart })
    : reachDatabase(databaseUrl));
  if (!database.ok) return database;
  const db = openDatabase(database.value.location);
  const closeDatabase = async () => {
    await db.destroy();
    await database.value.stop();
  };
  try {
    const serving = await serve(db, options, context);
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
  const watch = watchState(keeper, { keys: keys.value, log });
  let drainMs = options.drainMs;
  // Nobody may be served any more, not even for the time of draining.
  const databaseReplaced = watch.replaced.then(() => void (drainMs = 0));
  const retain = () => retainInTurn({ ...tools, log }, RETAIN_EVERY_MS / 2).catch(() => undefined);
  const retaining = setInterval(() => void retain(), RETAIN_EVERY_MS);
  const close = async () => {
    draining = true;
    clearInterval(retaining);
    await sleep(drainMs);
    watch.stop();
    await listening.value.close();
    await counts.value?.close();
  };
  const more = {
    ...(tls === undefined ? {} : { secureHosts: tls.value.hosts }),
    ...(counts.value === undefined ? {} : { metricsPort: counts.value.port }),
  };
  return ok({ ...parts, ...more, databaseReplaced, port: listening.value.port, close });
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
  await takeUpNextKeys(db, keysDir, systemClock.nowMs());
  const isNew = (await readServerKey(db)) === undefined;
  const keys = isNew ? await openKeyStore(keysDir) : await readKeyStore(keysDir);
  if (!keys.ok) return keys;
  if (demo) await seedDemoCatalogue({ db, keys: keys.value, random: systemRandom, clock: systemClock });
  const fit = await checkKeys(db, keys.value);
  if (!fit.ok) return fit;
  const operator = await registerOwnOperator(db, keysDir, systemClock.nowMs());
  return operator.ok ? keys : operator;
}

function builtApps(): NonNullable<AppDeps['apps']> {
  const dist = path.resolve('dist');
  return APP_BASES.map((base) => ({
    base,
    dir: path.join(dist, base === '/' ? 'wallet' : base.slice(1, -1)),
  }));
}
