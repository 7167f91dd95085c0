import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '#base/result.ts';
import type { PostgresRefusal } from './postgres-binaries.ts';

/** As whom PostgreSQL runs. It refuses root, so root hands it to an unprivileged account. */
export interface PostgresAccount {
  /** Who must own the data directory; absent when that is whoever started us. */
  readonly owner?: AccountIds;
  /** What goes before the program on its command line. */
  readonly prefix: readonly string[];
  /** For `spawn`: absent when the prefix changes the account. */
  readonly spawnAs?: AccountIds;
}

export interface AccountIds {
  readonly uid: number;
  readonly gid: number;
}

/** Program and arguments that start `program` as the account. */
export function commandAs(
  account: PostgresAccount,
  program: string,
  args: readonly string[],
): readonly [string, string[]] {
  const [first, ...rest] = [...account.prefix, program, ...args];
  return [first!, rest];
}

/**
 * `paths` are what the account must be able to reach. Below a home directory that only root may enter, the account gets
 * the right to pass directories (CAP_DAC_OVERRIDE) through `setpriv`; opening root's home to everybody would be worse.
 */
export function findPostgresAccount(paths: readonly string[]): Result<PostgresAccount, PostgresRefusal> {
  if (process.getuid?.() !== 0) return ok({ prefix: [] });
  const account = accountNamed('postgres') ?? accountNamed('nobody');
  if (account === undefined) {
    const message =
      'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as.';
    return err({ kind: 'postgres_account_missing', message });
  }
  const blocked = paths.map((each) => firstClosedDirectory(each)).find((each) => each !== undefined);
  if (blocked === undefined) return ok({ owner: account, spawnAs: account, prefix: [] });
  if (spawnSync('setpriv', ['--version']).status !== 0) {
    const message = `PostgreSQL cannot run as root, and its account cannot enter ${blocked}. Move the project, or set DATABASE_URL.`;
    return err({ kind: 'postgres_unreachable', message });
  }
  const { uid, gid } = account;
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return ok({
    owner: account,
    prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capability, '--'],
  });
}

function accountNamed(name: string): AccountIds | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [uid, gid] = (line ?? '').split(':').slice(2, 4).map(Number);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** The outermost directory on the way that others may not pass. */
function firstClosedDirectory(target: string): string | undefined {
  const parents: string[] = [];
  for (let at = path.dirname(path.resolve(target)); ; at = path.dirname(at)) {
    parents.unshift(at);
    if (at === path.dirname(at)) break;
  }
  return parents.find((each) => (statSync(each, { throwIfNoEntry: false })?.mode ?? 0o777) % 2 === 0);
}
