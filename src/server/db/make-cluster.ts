// The first boot makes the cluster. Whatever else stands in its place is somebody's data and stays as it is.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '#base/result.ts';
import { commandAs, type PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries, PostgresRefusal } from './postgres-binaries.ts';
import { runningProcess } from './process-state.ts';

/** What every whole cluster has. It comes last into a folder that stood there before us. */
const WHOLE = 'PG_VERSION';
const ROOM = /^first-boot-\d+$/;

export interface ClusterMaker {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
}

/**
 * Makes the cluster where there is none yet: a kill at any moment leaves nothing half-made under its name that the next
 * boot would not know. A folder that holds anything but a whole cluster is refused and not touched.
 */
export function makeCluster(clusterDir: string, maker: ClusterMaker): Result<null, PostgresRefusal> {
  removeAbandoned(path.dirname(clusterDir), `${path.basename(clusterDir)}.init-`);
  const listed = namesIn(clusterDir);
  if (!listed.ok) return listed;
  const names = listed.value;
  if (names === undefined) return makeBeside(clusterDir, maker);
  if (names.includes(WHOLE)) return ok(null);
  const rooms = names.filter((name) => ROOM.test(name));
  const begun = rooms.find((name) => existsSync(path.join(clusterDir, name, WHOLE)));
  if (names.length === rooms.length) return makeWithin(clusterDir, maker);
  return begun === undefined
    ? err(notWhole(clusterDir, `holds something that is no whole database (${some(names)}, but no ${WHOLE})`))
    : moveIn(clusterDir, begun);
}

/** `undefined` when there is no such folder. */
function namesIn(dir: string): Result<readonly string[] | undefined, PostgresRefusal> {
  try {
    return ok(readdirSync(dir));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? ok(undefined) : err(notWhole(dir, `cannot be read (${code})`));
  }
}

/** initdb into a scratch folder, then one rename. */
function makeBeside(clusterDir: string, maker: ClusterMaker): Result<null, PostgresRefusal> {
  const scratch = `${clusterDir}.init-${process.pid}`;
  const made = runInitdb(scratch, maker);
  if (!made.ok) return made;
  renameSync(scratch, clusterDir);
  // An orphan of a killed first boot wrote on while its files were taken away; by now it has ended too.
  removeAbandoned(path.dirname(clusterDir), `${path.basename(clusterDir)}.init-`);
  return ok(null);
}

/** An empty folder may be where a volume is mounted: it can be filled, but no other can take its place. */
function makeWithin(clusterDir: string, maker: ClusterMaker): Result<null, PostgresRefusal> {
  for (const name of readdirSync(clusterDir))
    rmSync(path.join(clusterDir, name), { recursive: true, force: true, maxRetries: 5 });
  handOver(clusterDir, maker.account);
  const room = `first-boot-${process.pid}`;
  const made = runInitdb(path.join(clusterDir, room), maker);
  return made.ok ? moveIn(clusterDir, room) : made;
}

/** Name by name out of the room of the first boot; one that was killed here is gone on with. */
function moveIn(clusterDir: string, room: string): Result<null, PostgresRefusal> {
  const from = path.join(clusterDir, room);
  const names = readdirSync(from).filter((name) => name !== WHOLE);
  const taken = names.filter((name) => existsSync(path.join(clusterDir, name)));
  if (taken.length > 0)
    return err(
      notWhole(
        clusterDir,
        `holds something that is no whole database (${some(taken)} beside an unfinished ${room})`,
      ),
    );
  for (const name of [...names, WHOLE]) renameSync(path.join(from, name), path.join(clusterDir, name));
  rmdirSync(from);
  return ok(null);
}

function runInitdb(dir: string, { binaries, account }: ClusterMaker): Result<null, PostgresRefusal> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  handOver(dir, account);
  const settings = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions'];
  const [program, rest] = commandAs(account, binaries.initdb, ['-D', dir, ...settings]);
  const result = spawnSync(program, rest, { cwd: '/', encoding: 'utf8', ...account.spawnAs });
  if (result.status === 0) return ok(null);
  rmSync(dir, { recursive: true, force: true });
  const message = `initdb failed in ${dir}: ${result.error?.message ?? result.stderr.trim()}`;
  return err({ kind: 'postgres_failed', message });
}

/** Gives the folder to the account that PostgreSQL runs as, and to nobody else. */
export function handOver(dir: string, account: PostgresAccount): void {
  if (account.owner !== undefined) chownSync(dir, account.owner.uid, account.owner.gid);
  chmodSync(dir, 0o700);
}

/** What a first boot that was killed had begun beside the cluster. */
function removeAbandoned(parent: string, prefix: string): void {
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const maker = Number(name.slice(prefix.length));
    if (maker !== process.pid && runningProcess(maker)?.command.includes('node') === true) continue;
    rmSync(path.join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function notWhole(clusterDir: string, what: string): PostgresRefusal {
  const message = `${clusterDir} ${what}. It was left as it is: restore it from a backup, or move it away to begin with an empty database.`;
  return { kind: 'cluster_not_whole', message };
}

function some(names: readonly string[]): string {
  const first = names.toSorted().slice(0, 3).join(', ');
  return names.length > 3 ? `${first} and ${names.length - 3} more` : first;
}
