// A disk whose power can be cut: ext4 on a loop device. What has reached its image survives, what only the kernel has does
// not: a photograph of the image while everybody who writes stands still, mounted in the place of the disk.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryFolder } from '../support/memory-folder.ts';

export interface Disk {
  /** Where it is mounted, before and after a cut. */
  readonly dir: string;
  /** Only what has reached the disk by now will be there after `restore`. Whoever writes must stand still. */
  readonly photograph: () => Promise<void>;
  /** Puts the photograph in the place of the disk. Whoever had files open must be gone. */
  readonly restore: () => Promise<void>;
  readonly end: () => Promise<void>;
}

const SIZE = '1500M';
const NEEDS = 'Linux, root, mkfs.ext4, mount and a free loop device';
const QUIET_TRIES = 200;
const UNMOUNT_TRIES = 100;

/** `undefined` after the reason was printed: no such disk can be made here. */
export async function openDisk(): Promise<Disk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return refused('not root on Linux');
  // Memory does not wear out, and is read at once.
  const folder = mkdtempSync(path.join(memoryFolder(), 'tessera-disk-'));
  const [image, photograph, dir] = ['image', 'photograph', 'disk'].map((name) => path.join(folder, name));
  mkdirSync(dir!);
  const fault =
    run('truncate', '-s', SIZE, image!) ??
    run('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image!) ??
    run('mount', '-o', 'loop', image!, dir!);
  if (fault !== undefined) {
    rmSync(folder, { recursive: true, force: true });
    return refused(fault);
  }
  const clean = (): void => {
    run('umount', '-l', dir!);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', clean);
  return {
    dir: dir!,
    photograph: () => copyWhenQuiet(dir!, image!, photograph!),
    restore: async () => {
      await unmount(dir!);
      renameSync(photograph!, image!);
      must(run('mount', '-o', 'loop', image!, dir!));
    },
    end: async () => {
      await unmount(dir!);
      process.off('exit', clean);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function refused(reason: string): undefined {
  console.log(`a power cut cannot be simulated here, it needs ${NEEDS}: ${reason}`);
  return undefined;
}

/** The kernel writes back when it likes: a copy counts only when nothing was written while it was made. */
async function copyWhenQuiet(dir: string, image: string, copy: string): Promise<void> {
  const device = readDevice(dir);
  for (let tries = 0; tries < QUIET_TRIES; tries++) {
    const before = writesTo(device);
    must(run('cp', '--sparse=always', image, copy));
    const after = writesTo(device);
    if (before.underWay + after.underWay === 0 && before.done === after.done) return;
    await sleep(10);
  }
  throw new Error(`${device} is never quiet`);
}

function readDevice(dir: string): string {
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  const device = mounted.find(([, at]) => at === dir)?.[0];
  if (device === undefined) throw new Error(`${dir} is not mounted`);
  return path.basename(device);
}

/** Kernel documentation, block/stat: field 5 counts the writes, field 9 what is in flight. */
function writesTo(device: string): { readonly done: number; readonly underWay: number } {
  const fields = readFileSync(`/sys/block/${device}/stat`, 'utf8').trim().split(/\s+/).map(Number);
  return { done: fields[4]!, underWay: fields[8]! };
}

async function unmount(dir: string): Promise<void> {
  for (let tries = 0; tries < UNMOUNT_TRIES; tries++) {
    if (run('umount', dir) === undefined) return;
    await sleep(100);
  }
  throw new Error(`somebody still uses ${dir}`);
}

/** What went wrong, if anything. */
function run(program: string, ...args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(program, [...args], { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? `${program}: ${stderr.trim()}`);
}

function must(fault: string | undefined): void {
  if (fault !== undefined) throw new Error(fault);
}
