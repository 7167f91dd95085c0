// Debian's PostgreSQL 15: a cluster of our own in a temporary folder, beside whatever the system runs.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { urlOfAddress } from '#server/db/postgres-address.ts';
import { commandAs, findPostgresAccount } from '#server/db/postgres-account.ts';
import { installed } from '../support/browsers.ts';

export interface Cluster {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const BIN = process.env['POSTGRES_15_BIN'] ?? '/usr/lib/postgresql/15/bin';
const SETTINGS = ['listen_addresses=', 'fsync=off', 'synchronous_commit=off', 'max_connections=100'];
const START_TRIES = 200;

/** `undefined` after the reason was printed: not here, and not to be installed. */
export async function startPostgres15(): Promise<Cluster | undefined> {
  const postgres = path.join(BIN, 'postgres');
  const present = existsSync(postgres) ? postgres : installed(['postgresql-15'], [postgres]);
  if (present === undefined) {
    console.log(
      'PostgreSQL 15 is missing, so it is not tested: install postgresql-15 or set POSTGRES_15_BIN',
    );
    return undefined;
  }
  const dir = mkdtempSync(path.join(tmpdir(), 'tessera-pg15-'));
  const account = findPostgresAccount([path.join(dir, 'pg'), present]);
  if (!account.ok) throw new Error(account.error.message);
  if (account.value.owner !== undefined) chownSync(dir, account.value.owner.uid, account.value.owner.gid);
  const data = path.join(dir, 'pg');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  const [program, args] = commandAs(account.value, path.join(BIN, 'initdb'), initdb);
  const made = spawnSync(program, args, { cwd: '/', encoding: 'utf8', ...account.value.spawnAs });
  if (made.status !== 0) throw new Error(`initdb of PostgreSQL 15: ${made.stderr}`);
  const serve = ['-D', data, '-k', dir, ...SETTINGS.flatMap((setting) => ['-c', setting])];
  const [server, rest] = commandAs(account.value, postgres, serve);
  const child = spawn(server, rest, { cwd: '/', stdio: 'ignore', ...account.value.spawnAs });
  const url = urlOfAddress({ host: dir, port: 5432, user: 'postgres', database: 'postgres' });
  await untilItAnswers(url, child);
  return { url, stop: () => end(child, dir) };
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_TRIES && child.exitCode === null; tries += 1) {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    const answers = await client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
    if (answers) return;
    await sleep(50);
  }
  child.kill('SIGQUIT');
  throw new Error('PostgreSQL 15 did not start');
}

async function end(child: ChildProcess, dir: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGINT');
    await gone;
  }
  rmSync(dir, { recursive: true, force: true });
}
