import { isPlainLine, isReadable } from '#base/plain-line.ts';
import type { Clock, Random } from '#base/ports.ts';
import { type AuditDetails, appendAudit } from '#server/audit/audit-log.ts';
import { type Db, inTransaction, type Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';

export interface AdminDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly keysDir: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The operator, as the audit log names one. */
  readonly actor: string;
  readonly print: (line: string) => void;
  readonly explain: (line: string) => void;
}

/** Values of `--name`; a command reads those that it knows. */
export type Options = Readonly<Partial<Record<OptionName, string>>>;

export const OPTION_NAMES = [
  'host',
  'name',
  'merchants',
  'texts',
  'from',
  'until',
  'segment',
  'tier',
  'joined-before',
  'stock',
  'svg',
  'reason',
  'limit',
  'per-receipt',
  'per-day',
  'receipts',
] as const;
export type OptionName = (typeof OPTION_NAMES)[number];

export interface AdminCommand {
  readonly words: readonly string[];
  /** What follows the words, as the usage names it. */
  readonly args: readonly string[];
  readonly options?: readonly OptionName[];
  /** Switches, without a value. */
  readonly switches?: readonly string[];
  readonly about: string;
  /** Returns the exit code. */
  readonly run: (deps: AdminDeps, args: readonly string[], given: Given) => Promise<number>;
}

export interface Given {
  readonly options: Options;
  readonly switches: ReadonlySet<string>;
}

export interface Act {
  readonly act: string;
  readonly target: string;
  readonly details?: AuditDetails;
}

/** Does the work and notes it, both or neither. */
export function act<T>(deps: AdminDeps, done: Act, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(deps.db, deps.random, async (tx) => {
    const result = await work(tx);
    await appendAudit(tx, { ...done, atMs: deps.clock.nowMs(), actor: deps.actor });
    return result;
  });
}

const MOST_IN_A_NAME = 80;

/** What is wrong with a name that people will read: of a till, a place, an operator. */
export function nameFault(name: string): string | undefined {
  const fits = isReadable(name) && name.length <= MOST_IN_A_NAME && isPlainLine(name);
  return fits
    ? undefined
    : `A name has 1 to ${MOST_IN_A_NAME} characters on one line, none of them invisible.`;
}

/** A whole number from 1 on as people type it, small enough for any column. `undefined` when it is none. */
export function countFrom(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** An instant as people write it: 2026-03-01 or 2026-03-01T09:00:00Z. `undefined` when it is neither. */
export function instantFromOption(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** What is said of an option that should be an instant and is none. */
export function noInstant(name: OptionName, text: string): string {
  return `--${name} ${text} is no date; dates are like 2026-03-01 or 2026-03-01T09:00:00Z.`;
}
