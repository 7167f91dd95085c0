// Each of these was met in practice: the first boot killed, node killed, everything killed, a lock left behind.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase } from '#server/db/create-database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { clearPostgresLock } from '#server/db/postgres-lock.ts';
import { findPostgresBinaries, healLinks } from '#server/db/postgres-binaries.ts';
import { socketAddress, socketDirOf } from '#server/db/postgres-address.ts';
import { runningProcess } from '#server/db/process-state.ts';

const ROUNDS = [1, 2];

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tessera-pg-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function start(): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataDir });
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

async function query(statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(socketAddress(dataDir));
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

/** Starts the database in a process of its own; resolves with that process and the database's number. */
async function launch(): Promise<{ readonly child: ChildProcess; readonly postgres: number }> {
  const script = path.join(import.meta.dirname, 'launch-cli.ts');
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout!.once('data', (chunk) => resolve(String(chunk))),
  );
  const [state, pid] = line.trim().split(' ');
  if (state !== 'ready') throw new Error(line);
  return { child, postgres: Number(pid) };
}

/** The first line of the first stream, or whatever comes on the second. */
function lineOf(stdout: Readable, stderr: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    stdout.once('data', (chunk) => resolve(String(chunk)));
    stderr.once('data', (chunk) => reject(new Error(String(chunk))));
  });
}

function gone(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

interface HalfWay {
  readonly hasBegun: () => boolean;
  readonly afterMs: number;
}

/** Kills a first boot while initdb is at it. */
async function killHalfWay(child: ChildProcess, { hasBegun, afterMs }: HalfWay): Promise<void> {
  for (let waitedMs = 0; !hasBegun() && waitedMs < 10_000; waitedMs += 5) await sleep(5);
  // Who would put the finished cluster in its place stands still: we may be woken long after the time.
  process.kill(child.pid!, 'SIGSTOP');
  await sleep(afterMs);
  process.kill(-child.pid!, 'SIGKILL');
  await gone(child);
}

test('what was committed is there after a stop and a start', async () => {
  const first = await start();
  await createDatabase(socketAddress(dataDir));
  await query('CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  expect(runningProcess(first.pid)).toBeUndefined();
  const second = await start();
  expect(await query('SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('it listens on its socket and on nothing else, durable and with checksums', async () => {
  const database = await start();
  await createDatabase(socketAddress(dataDir));
  const [settings] = await query(`
    SELECT current_setting('listen_addresses') AS tcp, current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS commit, current_setting('data_checksums') AS checksums`);
  expect(settings).toEqual({ tcp: '', fsync: 'on', commit: 'on', checksums: 'on' });
  await database.stop();
});

test.each(ROUNDS)(
  'a first boot that is killed half-way leaves nothing that a second cannot start, round %i',
  async (round) => {
    const script = path.join(import.meta.dirname, 'launch-cli.ts');
    const child = spawn(process.execPath, [script, dataDir], { stdio: 'ignore', detached: true });
    const scratchExists = () => spawnSync('ls', [dataDir], { encoding: 'utf8' }).stdout.includes('pg.init-');
    await killHalfWay(child, { hasBegun: scratchExists, afterMs: 100 * round });
    expect(existsSync(path.join(dataDir, 'pg', 'PG_VERSION'))).toBe(false);
    const database = await start();
    await createDatabase(socketAddress(dataDir));
    expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.stop();
    expect(scratchExists()).toBe(false);
  },
);

test.each(['no PG_VERSION', 'other files', 'no folder'])(
  'what is no whole database is refused and left as it is: %s',
  async (fault) => {
    const cluster = path.join(dataDir, 'pg');
    if (fault === 'no PG_VERSION') {
      await (await start()).stop();
      rmSync(path.join(cluster, 'PG_VERSION'));
    } else if (fault === 'no folder') writeFileSync(cluster, 'a backup');
    else mkdirSync(path.join(cluster, 'backup-of-monday'), { recursive: true });
    const before = spawnSync('ls', ['-lR', cluster], { encoding: 'utf8' }).stdout;
    const started = await startEmbeddedPostgres({ dataDir });
    expect(started).toMatchObject({ ok: false, error: { kind: 'cluster_not_whole' } });
    if (!started.ok) expect(started.error.message).toContain(cluster);
    expect(spawnSync('ls', ['-lR', cluster], { encoding: 'utf8' }).stdout).toBe(before);
    expect(existsSync(path.join(dataDir, 'server.pid'))).toBe(false);
  },
);

test('an empty folder, a mounted volume for one, is filled and not replaced', async () => {
  const cluster = path.join(dataDir, 'pg');
  mkdirSync(cluster);
  const { ino } = statSync(cluster);
  await (await start()).stop();
  expect(statSync(cluster).ino).toBe(ino);
  expect(readdirSync(cluster).filter((name) => name.startsWith('first-boot'))).toEqual([]);
  await (await start()).stop();
});

test('a first boot into an empty folder that is killed half-way is done again', async () => {
  const cluster = path.join(dataDir, 'pg');
  mkdirSync(cluster);
  const script = path.join(import.meta.dirname, 'launch-cli.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: 'ignore', detached: true });
  await killHalfWay(child, { hasBegun: () => readdirSync(cluster).length > 0, afterMs: 100 });
  expect(readdirSync(cluster)).toEqual([expect.stringMatching(/^first-boot-/)]);
  await (await start()).stop();
  expect(readdirSync(cluster).filter((name) => name.startsWith('first-boot'))).toEqual([]);
});

test('a first boot that is killed while it moves the cluster into the folder is gone on with', async () => {
  const cluster = path.join(dataDir, 'pg');
  await (await start()).stop();
  const room = path.join(cluster, 'first-boot-999999999');
  mkdirSync(room);
  for (const name of ['PG_VERSION', 'base', 'postgresql.conf'])
    renameSync(path.join(cluster, name), path.join(room, name));
  await (await start()).stop();
  expect(existsSync(room)).toBe(false);
});

test('what an orphan of a first boot left behind after all is removed by the next start', async () => {
  await (await start()).stop();
  const left = path.join(dataDir, 'pg.init-999999999');
  mkdirSync(path.join(left, 'base'), { recursive: true });
  await (await start()).stop();
  expect(existsSync(left)).toBe(false);
});

test.each(ROUNDS)(
  'a database whose node was killed is stopped and its data taken over, round %i',
  async () => {
    const { child, postgres } = await launch();
    await createDatabase(socketAddress(dataDir));
    await query('CREATE TABLE kept AS SELECT 7 AS answer');
    child.kill('SIGKILL');
    await gone(child);
    expect(runningProcess(postgres)).toBeDefined();
    const database = await start();
    expect(database.pid).not.toBe(postgres);
    expect(runningProcess(postgres)).toBeUndefined();
    expect(await query('SELECT answer FROM kept')).toEqual([{ answer: 7 }]);
    await database.stop();
  },
);

test.each(ROUNDS)('after a kill of everything the lock that is left is removed, round %i', async () => {
  const { child } = await launch();
  await createDatabase(socketAddress(dataDir));
  await query('CREATE TABLE kept AS SELECT 9 AS answer');
  process.kill(-child.pid!, 'SIGKILL');
  await gone(child);
  // As if the number had been given to another program since: ours, which is no database.
  const lock = path.join(dataDir, 'pg', 'postmaster.pid');
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.pid)));
  const database = await start();
  expect(await query('SELECT answer FROM kept')).toEqual([{ answer: 9 }]);
  await database.stop();
});

test('a database that says that it is still starting is given all the time that it needs', async () => {
  await (await start()).stop();
  // It asks an archive for more of its log before it is ready, and the archive takes its time.
  writeFileSync(path.join(dataDir, 'pg', 'recovery.signal'), '');
  const startedAt = performance.now();
  const silentMs = 2_000;
  const settings = ['restore_command=sleep 1.5; exit 1'];
  const started = await startEmbeddedPostgres({ dataDir, settings, patience: { silentMs } });
  expect(started.ok).toBe(true);
  expect(performance.now() - startedAt).toBeGreaterThan(silentMs);
  if (started.ok) await started.value.stop();
});

test('a database that says nothing is ended, and the folder is free again', async () => {
  await (await start()).stop();
  // With its socket elsewhere nobody can ask it.
  const settings = [`unix_socket_directories=${dataDir}`];
  const started = await startEmbeddedPostgres({ dataDir, settings, patience: { silentMs: 500 } });
  const message = expect.stringContaining('has said nothing for 0.5 seconds (ENOENT)');
  expect(started).toMatchObject({ ok: false, error: { kind: 'postgres_failed', message } });
  expect(existsSync(path.join(dataDir, 'pg', 'postmaster.pid'))).toBe(false);
  await (await start()).stop();
});

test('no connection of a dead database is left when the next one starts', async () => {
  const { child, postgres } = await launch();
  await createDatabase(socketAddress(dataDir));
  const client = new pg.Client(socketAddress(dataDir));
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  const connection = Number(rows[0].pid);
  // One that is busy, as under load, does not notice in time that it is alone.
  process.kill(connection, 'SIGSTOP');
  process.kill(postgres, 'SIGKILL');
  child.kill('SIGKILL');
  await gone(child);
  expect(runningProcess(connection)).toBeDefined();
  const database = await start();
  expect(runningProcess(connection)).toBeUndefined();
  await database.stop();
});

test('an orphan that hangs is killed before the next one starts', async () => {
  const { child, postgres } = await launch();
  child.kill('SIGKILL');
  await gone(child);
  process.kill(postgres, 'SIGSTOP');
  await clearPostgresLock(path.join(dataDir, 'pg'), socketDirOf(dataDir), 50);
  expect(runningProcess(postgres)).toBeUndefined();
  const database = await start();
  await database.stop();
});

test('a folder that another server uses is refused, and its database left alone', async () => {
  const { child, postgres } = await launch();
  const second = await startEmbeddedPostgres({ dataDir });
  expect(second).toMatchObject({ ok: false, error: { kind: 'data_in_use' } });
  expect(runningProcess(postgres)).toBeDefined();
  child.stdin!.end();
  await gone(child);
});

test.each(['new', 'left behind by a server that was killed'])(
  'of servers that start in one instant on a folder that is %s, one gets it and the others are told',
  async (state) => {
    const folders = 25;
    for (let at = 0; at < folders; at++) {
      mkdirSync(path.join(dataDir, String(at)));
      if (state !== 'new') writeFileSync(path.join(dataDir, String(at), 'server.pid'), '999999999\n5');
    }
    const script = path.join(import.meta.dirname, 'own-cli.ts');
    const args = [script, dataDir, String(folders), String(Date.now() + 3_000)];
    const starts = [1, 2, 3].map(() => spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
    const said = await Promise.all(starts.map(({ stdout, stderr }) => lineOf(stdout, stderr)));
    for (const start of starts) start.stdin.end();
    const got = said.map((line) => JSON.parse(line) as string[]);
    for (let at = 0; at < folders; at++) {
      const each = got.map((kinds) => kinds[at]).toSorted();
      expect(each, `folder ${at}`).toEqual(['data_in_use', 'data_in_use', 'owned']);
    }
  },
);

test('a path too long for a socket gets a short one elsewhere', async () => {
  const deep = path.join(dataDir, 'x'.repeat(120));
  expect(socketDirOf(deep).length).toBeLessThan(90);
  const started = await startEmbeddedPostgres({ dataDir: deep });
  if (!started.ok) throw new Error(started.error.message);
  await createDatabase(socketAddress(deep));
  await started.value.stop();
  expect(existsSync(socketDirOf(deep))).toBe(false);
});

test('where npm has no PostgreSQL, one on the PATH serves, when it is new enough', () => {
  const shipped = findPostgresBinaries();
  if (!shipped.ok) throw new Error(shipped.error.message);
  const bin = path.dirname(shipped.value.postgres);
  const without = (...folders: string[]) =>
    findPostgresBinaries({ root: undefined, path: folders.join(path.delimiter) });
  expect(without('/usr/share', bin)).toEqual({ ok: true, value: shipped.value });
  for (const name of ['initdb', 'postgres'])
    writeFileSync(path.join(dataDir, name), '#!/bin/sh\necho "postgres (PostgreSQL) 14.9"\n', {
      mode: 0o755,
    });
  for (const found of [without(dataDir), without('/usr/share'), without('')])
    expect(found).toMatchObject({ ok: false, error: { kind: 'postgres_not_shipped' } });
});

test('missing library links are made again, and present ones left alone', () => {
  mkdirSync(path.join(dataDir, 'native', 'lib'), { recursive: true });
  mkdirSync(path.join(dataDir, 'native', 'bin'));
  for (const file of ['lib/liba.so.1.2', 'lib/libb.so.3', 'bin/postgres'])
    writeFileSync(path.join(dataDir, 'native', file), file);
  symlinkSync('libb.so.3', path.join(dataDir, 'native/lib/libb.so'));
  const links = [
    { source: 'native/lib/liba.so.1.2', target: 'native/lib/liba.so.1' },
    { source: 'native/lib/libb.so.3', target: 'native/lib/libb.so' },
  ];
  writeFileSync(path.join(dataDir, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  expect(healLinks(dataDir)).toBeUndefined();
  expect(readFileSync(path.join(dataDir, 'native/lib/liba.so.1'), 'utf8')).toBe('lib/liba.so.1.2');
  expect(readFileSync(path.join(dataDir, 'native/lib/libb.so'), 'utf8')).toBe('lib/libb.so.3');
  rmSync(path.join(dataDir, 'native', 'bin', 'postgres'));
  expect(healLinks(dataDir)).toContain('postgres is missing');
});
