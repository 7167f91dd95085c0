// What an earlier life may have left in the data directory, and how the next one gets past it.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '#base/result.ts';
import type { PostgresRefusal } from './postgres-binaries.ts';
import { processesIn, runningProcess, type RunningProcess } from './process-state.ts';

/** After this long an orphan is asked less politely. */
const STOP_WAIT_MS = 15_000;

/** Whoever has just made the file has this long to write into it. */
const WRITE_MS = 1_000;
/** Somebody else who takes over may have moved ours for a stale one, and puts it back within this time. */
const SETTLE_MS = 20;

/**
 * Which of our processes owns the data directory: one at a time, also of several that start in the same instant. Written
 * beside it; what a process that has ended left there is taken over.
 */
export async function takeOwnership(dataDir: string): Promise<Result<null, PostgresRefusal>> {
  const file = ownerFile(dataDir);
  const own = `${process.pid}\n${runningProcess(process.pid)?.startedAt ?? ''}`;
  for (;;) {
    if (writeNew(file, own)) await sleep(SETTLE_MS);
    const said = await writtenIn(file);
    if (said === own) return ok(null);
    const owner = ownerSaid(said);
    if (owner !== undefined) {
      const message = `${dataDir} is in use by another server (process ${owner.pid}). Stop it, or give --data another folder.`;
      return err({ kind: 'data_in_use', message });
    }
    moveAway(file, said);
  }
}

/** Whether there was no such file before. */
function writeNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Empty is a file that somebody makes at this moment, unless it stays so. */
async function writtenIn(file: string): Promise<string> {
  for (let waitedMs = 0; ; waitedMs += 10) {
    const text = textOf(file);
    if (text !== '' || waitedMs >= WRITE_MS) return text ?? '';
    await sleep(10);
  }
}

/** Others make and take it away all the time, so nobody looks first whether it is there. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file of a process that has ended, and no other: one that came into its place meanwhile is put back. */
function moveAway(file: string, stale: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === stale) rmSync(aside);
  else renameSync(aside, file);
}

/** The running process that owns the data directory. One that has ended owns nothing, nor one that has its number since. */
export function findOwner(dataDir: string): RunningProcess | undefined {
  return ownerSaid(textOf(ownerFile(dataDir)) ?? '');
}

function ownerSaid(text: string): RunningProcess | undefined {
  const [pid, startedAt] = text.split('\n');
  const owner = runningProcess(Number(pid));
  return owner?.startedAt === startedAt ? owner : undefined;
}

export function releaseOwnership(dataDir: string): void {
  rmSync(ownerFile(dataDir), { force: true });
}

function ownerFile(dataDir: string): string {
  return path.join(dataDir, 'server.pid');
}

/**
 * Clears the way for a new postmaster. A stale lock (its process is dead, a zombie that PID 1 does not reap, or by now
 * some other program) is removed, which PostgreSQL itself refuses to do; an orphan whose node was killed is stopped; so
 * are connections that have not noticed yet that their postmaster is dead: the next one would not start beside them.
 */
export async function clearPostgresLock(
  clusterDir: string,
  socketDir: string,
  waitMs = STOP_WAIT_MS,
): Promise<void> {
  const lock = path.join(clusterDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const orphan = runningProcess(pid);
  if (orphan !== undefined && orphan.command.includes(clusterDir)) await stopOrphan(pid, waitMs);
  // What is committed is in the log; nobody is left whom they could tell anything.
  for (const { pid: left } of processesIn(clusterDir).filter(isConnection))
    await endedBy(left, 'SIGKILL', waitMs);
  for (const file of [
    lock,
    path.join(socketDir, '.s.PGSQL.5432.lock'),
    path.join(socketDir, '.s.PGSQL.5432'),
  ]) {
    rmSync(file, { force: true });
  }
}

/** Or one of the database's own workers; a shell that somebody has opened there is neither. */
function isConnection({ command }: RunningProcess): boolean {
  return command.startsWith('postgres:');
}

async function stopOrphan(pid: number, waitMs: number): Promise<void> {
  // PostgreSQL's fast shutdown, its immediate one, and for one that hangs none: each keeps every committed transaction.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const)
    if (await endedBy(pid, signal, waitMs)) return;
}

async function endedBy(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    return true;
  }
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += 20) {
    if (runningProcess(pid) === undefined) return true;
    await sleep(20);
  }
  return false;
}
