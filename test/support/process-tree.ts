// Everything that a process has started, also what went into groups and sessions of its own (browsers, databases).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The variable that a run gives to whatever it starts; children inherit it even when nobody is their parent any more. */
export const RUN_MARK = 'TESSERA_TEST_RUN';

const PASSES = 20;

/** Kills with -9: the process, what it started, and what carries the mark, wherever it went. Nothing else. */
export function endTree(pid: number, mark?: string): void {
  const gone = new Set<number>();
  for (let pass = 0; pass < PASSES; pass++) {
    const marked = mark === undefined ? [] : markedProcesses(mark);
    // The dead of earlier passes have lost their children to the first process; those still carry the mark.
    const left = treeOf([pid, ...marked]).filter((each) => each !== process.pid && !gone.has(each));
    if (left.length === 0) return;
    for (const each of left) {
      gone.add(each);
      signal(each, 'SIGKILL');
    }
  }
}

/** Stops every process of the tree where it stands, so that none can start another; their numbers, the root's first. */
export function freezeTree(pid: number): readonly number[] {
  const frozen = new Set<number>();
  for (;;) {
    const news = treeOf([pid]).filter((each) => !frozen.has(each));
    if (news.length === 0) return [...frozen];
    for (const each of news) {
      frozen.add(each);
      signal(each, 'SIGSTOP');
    }
  }
}

/** -9 for a whole tree at one moment: it is frozen first, so that nobody outlives the list. */
export function killTree(pid: number): void {
  killAll(freezeTree(pid));
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) signal(pid, 'SIGKILL');
}

/** These processes and all below them that are not zombies. */
export function treeOf(pids: readonly number[]): readonly number[] {
  const children = new Map<number, number[]>();
  const living = new Set<number>();
  for (const { pid, parent } of processes()) {
    living.add(pid);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = new Set<number>();
  const visit = (pid: number): void => {
    if (found.has(pid)) return;
    found.add(pid);
    for (const child of children.get(pid) ?? []) visit(child);
  };
  for (const pid of pids) visit(pid);
  return [...found].filter((pid) => living.has(pid));
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
}

function processes(): readonly Listed[] {
  return existsSync('/proc/self/stat') ? numbers().flatMap(fromProc) : fromPs();
}

const numbers = (): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isSafeInteger(pid) && pid > 0);

function fromProc(pid: number): readonly Listed[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, so the fields are those after the last one.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? [] : [{ pid, parent: Number(parent) }];
  } catch {
    return [];
  }
}

function fromPs(): readonly Listed[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return state === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

/** Where there is no /proc, only the tree is known. */
function markedProcesses(mark: string): readonly number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return numbers().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${RUN_MARK}=${mark}`);
    } catch {
      return false;
    }
  });
}

function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Gone of itself meanwhile, or not ours to end.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
