// Debian's PostgreSQL 15: a cluster of our own in a folder of our own, beside whatever the system runs.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { urlOfAddress } from '#server/db/postgres-address.ts';
import { commandAs, findPostgresAccount, type PostgresAccount } from '#server/db/postgres-account.ts';
import { runningProcess } from '#server/db/process-state.ts';
import { installed } from './browsers.ts';

export interface Cluster {
  readonly url: string;
  /** Ends it and removes its data. */
  readonly stop: () => Promise<void>;
}

export interface ClusterProcess extends Cluster {
  /** Of the postmaster started last; absent when it has ended. */
  readonly pid: () => number | undefined;
  /** Starts it (again) on the same data; waits for connections of an earlier life to end. */
  readonly start: () => Promise<void>;
}

export interface ClusterOptions {
  /** An existing folder for the data; else a temporary one. */
  readonly folder?: string;
  readonly settings?: readonly string[];
}

const BIN = process.env['POSTGRES_15_BIN'] ?? '/usr/lib/postgresql/15/bin';
const SETTINGS = ['listen_addresses=', 'max_connections=100'];
const START_LIMIT_MS = 30_000;

/** `undefined` after the reason was printed: not here, and not to be installed. */
export async function startPostgres15(options: ClusterOptions = {}): Promise<ClusterProcess | undefined> {
  const postgres = path.join(BIN, 'postgres');
  const present = existsSync(postgres) ? postgres : installed(['postgresql-15'], [postgres]);
  if (present === undefined) {
    console.log(
      'PostgreSQL 15 is missing, so it is not tested: install postgresql-15 or set POSTGRES_15_BIN',
    );
    return undefined;
  }
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'tessera-pg15-'));
  const account = findPostgresAccount([path.join(folder, 'pg'), present]);
  if (!account.ok) throw new Error(account.error.message);
  initialise(folder, account.value);
  const settings = [...SETTINGS, ...(options.settings ?? [])];
  const url = urlOfAddress({ host: folder, port: 5432, user: 'postgres', database: 'postgres' });
  let child: ChildProcess | undefined;
  const cluster: ClusterProcess = {
    url,
    pid: () => (isRunning(child) ? child!.pid : undefined),
    start: async () => {
      for (const deadline = performance.now() + START_LIMIT_MS; performance.now() < deadline;) {
        child = launch(folder, account.value, settings);
        if (await answers(url, child)) return;
        await sleep(100);
      }
      throw new Error('PostgreSQL 15 did not start');
    },
    stop: async () => {
      await end(child);
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  await cluster.start();
  return cluster;
}

function initialise(folder: string, account: PostgresAccount): void {
  if (account.owner !== undefined) chownSync(folder, account.owner.uid, account.owner.gid);
  const options = [
    '-D',
    path.join(folder, 'pg'),
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
  ];
  const [program, args] = commandAs(account, path.join(BIN, 'initdb'), options);
  const made = spawnSync(program, args, { cwd: '/', encoding: 'utf8', ...account.spawnAs });
  if (made.status !== 0) throw new Error(`initdb of PostgreSQL 15: ${made.stderr}`);
}

function launch(folder: string, account: PostgresAccount, settings: readonly string[]): ChildProcess {
  const serve = ['-D', path.join(folder, 'pg'), '-k', folder];
  for (const setting of settings) serve.push('-c', setting);
  const [program, args] = commandAs(account, path.join(BIN, 'postgres'), serve);
  return spawn(program, args, { cwd: '/', stdio: 'ignore', ...account.spawnAs });
}

/** Node learns of a death a little after it: until then it is a zombie. */
function isRunning(child: ChildProcess | undefined): boolean {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
  return runningProcess(child.pid) !== undefined;
}

/** False when it has ended instead: an earlier life still holds its memory, say. */
async function answers(url: string, child: ChildProcess): Promise<boolean> {
  while (isRunning(child)) {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    const answered = await client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
    if (answered) return true;
    await sleep(30);
  }
  return false;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || !isRunning(child)) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  await gone;
}
