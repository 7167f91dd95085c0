import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
  /** When it started, in the system's own notation: tells it from a later process with the same number. */
  readonly startedAt: string;
}

/** The process with this number, unless it is gone or a zombie (a killed child that nobody has waited for). */
export function runningProcess(pid: number): RunningProcess | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

/** Processes whose working directory this is, as that of all of PostgreSQL's is; none where there is no /proc. */
export function processesIn(dir: string): readonly RunningProcess[] {
  if (!existsSync('/proc/self/cwd')) return [];
  const real = realpathSync(dir);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && workingDirectoryOf(pid) === real)
    .flatMap((pid) => runningProcess(pid) ?? []);
}

function workingDirectoryOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, so the state is read after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid, command, startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): RunningProcess | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const match = /^(\S+)\s+(\S+ \S+ +\d+ \S+ \d+)\s+(.*)$/.exec(stdout.trim());
  if (status !== 0 || match === null || match[1]!.startsWith('Z')) return undefined;
  return { pid, startedAt: match[2]!, command: match[3]! };
}
