// Starts the PostgreSQL that npm installed, in our own data directory and on a unix socket only. Each oddity below was
// met in practice: missing library links, a first boot that was killed, zombies, orphans, root.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '#base/result.ts';
import { type ClusterMaker, handOver, makeCluster } from './make-cluster.ts';
import { awaitPostgres, type Patience } from './await-postgres.ts';
import { commandAs, findPostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries, type PostgresBinaries, type PostgresRefusal } from './postgres-binaries.ts';
import { clearPostgresLock, releaseOwnership, takeOwnership } from './postgres-lock.ts';
import { clusterDirOf, type PostgresAddress, socketAddress, socketDirOf } from './postgres-address.ts';

export interface EmbeddedPostgres {
  readonly address: PostgresAddress;
  readonly pid: number;
  /** Settles when the database is gone, whoever ended it. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed stays. */
  readonly stop: () => Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds `pg/` (the cluster) and `pg.log`. Made when missing. */
  readonly dataDir: string;
  /** Settings beyond the defaults, `name=value`. Tests switch durability off; nothing else should. */
  readonly settings?: readonly string[];
  readonly patience?: Patience;
}

/** 64 MB serve a shop; data checksums and synchronous commits are PostgreSQL 18's own defaults and stay on. */
const SETTINGS = ['listen_addresses=', 'shared_buffers=64MB', 'max_connections=40', 'logging_collector=off'];
/** PostgreSQL's immediate shutdown, which gives its processes 5 seconds. */
const END_WAIT_MS = 10_000;

/** Starts (and on first use creates) the database of `dataDir`. Refusals are for the operator's eyes. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, PostgresRefusal>> {
  const dataDir = path.resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const clusterDir = clusterDirOf(dataDir);
  const binaries = findPostgresBinaries();
  if (!binaries.ok) return binaries;
  const account = findPostgresAccount([clusterDir, binaries.value.postgres]);
  if (!account.ok) return account;
  const owned = await takeOwnership(dataDir);
  if (!owned.ok) return owned;
  const release = () => releaseOwnership(dataDir);
  try {
    const { settings = [], patience = {} } = options;
    const maker = { binaries: binaries.value, account: account.value };
    const started = await startOwned(dataDir, { ...maker, settings, patience });
    if (!started.ok) release();
    return started;
  } catch (error) {
    release();
    throw error;
  }
}

interface StartParts extends ClusterMaker {
  readonly settings: readonly string[];
  readonly patience: Patience;
}

async function startOwned(
  dataDir: string,
  { binaries, account, settings, patience }: StartParts,
): Promise<Result<EmbeddedPostgres, PostgresRefusal>> {
  const clusterDir = clusterDirOf(dataDir);
  const made = makeCluster(clusterDir, { binaries, account });
  if (!made.ok) return made;
  await clearPostgresLock(clusterDir, socketDirOf(dataDir));
  makeSocketDir(dataDir, account);
  const child = launch(dataDir, binaries, { account, settings });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failure = await awaitPostgres(child, socketAddress(dataDir, 'postgres'), patience);
  if (failure !== undefined) {
    await endNow(child, ended);
    return err({ kind: 'postgres_failed', message: `${failure}\n${lastLines(logFileOf(dataDir))}` });
  }
  return ok({ address: socketAddress(dataDir), pid: child.pid!, ended, stop: () => stop(child, dataDir) });
}

function makeSocketDir(dataDir: string, account: PostgresAccount): void {
  const socketDir = socketDirOf(dataDir);
  if (socketDir === clusterDirOf(dataDir)) return;
  mkdirSync(socketDir, { recursive: true, mode: 0o700 });
  handOver(socketDir, account);
}

interface LaunchOptions {
  readonly account: PostgresAccount;
  readonly settings: readonly string[];
}

function launch(
  dataDir: string,
  binaries: PostgresBinaries,
  { account, settings }: LaunchOptions,
): ChildProcess {
  const args = ['-D', clusterDirOf(dataDir), '-k', socketDirOf(dataDir)];
  for (const setting of [...SETTINGS, ...settings]) args.push('-c', setting);
  const [program, rest] = commandAs(account, binaries.postgres, args);
  const log = openSync(logFileOf(dataDir), 'a');
  try {
    // In our process group: whoever kills that with -9 gets the database too, and leaves no orphan behind.
    return spawn(program, rest, {
      cwd: '/',
      stdio: ['ignore', 'ignore', log],
      ...account.spawnAs,
    });
  } finally {
    closeSync(log);
  }
}

async function endNow(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined) return;
  child.kill('SIGQUIT');
  await Promise.race([ended, sleep(END_WAIT_MS, undefined, { ref: false })]);
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }
  const socketDir = socketDirOf(dataDir);
  if (socketDir !== clusterDirOf(dataDir)) rmSync(socketDir, { recursive: true, force: true });
  releaseOwnership(dataDir);
}

function logFileOf(dataDir: string): string {
  return path.join(dataDir, 'pg.log');
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : '';
}
