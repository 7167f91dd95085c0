import { readFileSync } from 'node:fs';
import type { AdminDeps } from './command.ts';

/** Of a file that the operator named; explains why when it cannot be read. */
export function readText({ explain }: AdminDeps, file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    explain(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
