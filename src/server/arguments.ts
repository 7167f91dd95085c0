// What was asked of a command line tool. A misspelt option is somebody's mistake, not a bug of ours.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { err, ok, type Result } from '#base/result.ts';

export interface UsageError {
  readonly kind: 'usage';
  /** In English: it is for who runs the tool. */
  readonly message: string;
}

/** Node's `parseArgs`, whose refusals are values here. */
export function parseArguments<const T extends ParseArgsConfig>(
  config: T,
): Result<ReturnType<typeof parseArgs<T>>, UsageError> {
  try {
    return ok(parseArgs(config));
  } catch (error) {
    return err({ kind: 'usage', message: error instanceof Error ? error.message : String(error) });
  }
}
