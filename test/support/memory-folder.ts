// Where tests keep what need not outlive them: a run makes and drops hundreds of databases and browser profiles, and on a disk
// half of its time is waiting for it.
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
/** A container's own is often 64 MB. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/** A folder in memory where the system has one with room, else the system's folder for temporary files. */
export function memoryFolder(): string {
  if (tmpdir().startsWith(MEMORY)) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** From here on `tmpdir()` is that folder, in this process and in those that it starts. */
export function useMemoryFolder(): void {
  process.env['TMPDIR'] = memoryFolder();
}
