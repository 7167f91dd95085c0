import type { Clock, Random } from '#base/ports.ts';
import type { Db } from '#server/db/transaction.ts';

/** What a command of the operator works with. */
export interface AdminDeps {
  readonly db: Db;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly print: (line: string) => void;
  readonly explain: (line: string) => void;
}
