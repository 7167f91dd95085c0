// `npm run conformance -- [URL]`: the server's suite on any database of the PostgreSQL family, by one process and by two with one
// transaction for each push, and by two with a transaction per bucket. Ends `N passed, N failed`.
// Without URL: the embedded PostgreSQL; `--postgres-15`: Debian's, when it can be had. `--whole PASS` is for `npm test`, which has
// less time: that pass runs everything, the others what differs most between engines; with `none` one pass runs, in part: what
// the unit suite, which is one process on the embedded PostgreSQL, and the run on the other database leave out.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { urlOfAddress } from '#server/db/postgres-address.ts';
import { type Count, countOf } from '../support/counts.ts';
import { useMemoryFolder } from '../support/memory-folder.ts';
import { type Cluster, startPostgres15 } from '../support/postgres-15.ts';

const PASSES = [
  { id: '1-all', name: 'one process, a push is one transaction', env: { SERVERS: '1', TX_SCOPE: 'all' } },
  { id: '2-all', name: 'two processes, a push is one transaction', env: { SERVERS: '2', TX_SCOPE: 'all' } },
  {
    id: '2-bucket',
    name: 'two processes, a transaction per bucket',
    env: { SERVERS: '2', TX_SCOPE: 'bucket' },
  },
] as const;

const NONE = 'none';

useMemoryFolder();
const { wanted, whole } = readArguments(process.argv.slice(2));
/** With `none`. */
const ONLY_PASS = wanted === undefined ? '2-bucket' : '2-all';
process.exitCode = await main();

async function main(): Promise<number> {
  const cluster = await openCluster();
  if (cluster === undefined) {
    return report({ passed: 0, failed: 0, skipped: 1 });
  }
  try {
    const about = await examine(cluster.url);
    if (about.tables > 0) {
      console.error(
        `This database holds ${about.tables} tables. Name an empty one: the suite makes and drops schemas in it.`,
      );
      return 1;
    }
    console.log(about.version);
    return await runPasses(cluster.url);
  } finally {
    await cluster.stop();
  }
}

interface Wish {
  readonly wanted: string | undefined;
  /** The one pass that runs everything, or `none`; absent: they all do. */
  readonly whole: string | undefined;
}

function readArguments(words: readonly string[]): Wish {
  const at = words.indexOf('--whole');
  const whole = at < 0 ? undefined : words[at + 1];
  const [wanted, ...excess] = at < 0 ? words : words.toSpliced(at, 2);
  const isPass = whole === NONE || PASSES.some(({ id }) => id === whole);
  const isDatabase = wanted === undefined || wanted === '--postgres-15' || !wanted.startsWith('-');
  if (excess.length === 0 && isDatabase && (at < 0 || isPass)) return { wanted, whole };
  const passes = [...PASSES.map(({ id }) => id), NONE].join(' | ');
  console.error(`Usage: npm run conformance -- [postgres://… | --postgres-15] [--whole ${passes}]`);
  process.exit(2);
}

async function openCluster(): Promise<Cluster | undefined> {
  const fast = ['fsync=off', 'synchronous_commit=off'];
  if (wanted === '--postgres-15') return startPostgres15({ settings: fast });
  if (wanted !== undefined) return { url: wanted, stop: () => Promise.resolve() };
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tessera-conformance-'));
  const settings = [...fast, 'max_connections=100'];
  const started = await startEmbeddedPostgres({ dataDir, settings });
  if (!started.ok) throw new Error(started.error.message);
  const stop = async () => {
    await started.value.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: urlOfAddress({ ...started.value.address, database: 'postgres' }), stop };
}

/** Tables of anybody but the engine itself; somebody's data is nothing to test in. */
async function examine(url: string): Promise<{ readonly tables: number; readonly version: string }> {
  const db = openDatabase(url, 1);
  try {
    const { rows } = await sql<{ tables: number; version: string }>`
      SELECT version() AS version, count(*) AS tables FROM information_schema.tables
      WHERE table_type = 'BASE TABLE'
        AND table_schema NOT IN ('pg_catalog', 'information_schema', 'pg_extension', 'crdb_internal', 'citus')
        AND table_schema NOT LIKE 'pg_toast%'`.execute(db);
    return rows[0]!;
  } finally {
    await db.destroy();
  }
}

async function runPasses(url: string): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const out = mkdtempSync(path.join(tmpdir(), 'tessera-conformance-'));
  const passes = whole === NONE ? PASSES.filter(({ id }) => id === ONLY_PASS) : PASSES;
  for (const [index, pass] of passes.entries()) {
    const isWhole = whole === undefined || whole === pass.id;
    console.log(`\n${pass.name}${isWhole ? '' : ', in part'}`);
    const file = path.join(out, `${index}.json`);
    const count = await runSuite(file, {
      ...pass.env,
      CONFORMANCE_URL: url,
      CONFORMANCE_FILES: isWhole ? 'all' : 'core',
      // Every test file starts server processes of its own: half of what each costs is reading its sources.
      NODE_COMPILE_CACHE: path.join(out, 'compiled'),
    });
    total.passed += count.passed;
    total.failed += count.failed;
  }
  rmSync(out, { recursive: true, force: true });
  return report(total);
}

function report(total: Count): number {
  const file = process.env['REPORT_FILE'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(total));
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

function runSuite(file: string, env: Readonly<Record<string, string>>): Promise<Count> {
  const vitest = 'node_modules/vitest/vitest.mjs';
  const args = ['run', '--config', 'test/conformance/vitest.config.ts'];
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const child = spawn(process.execPath, [vitest, ...args, ...reports], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return new Promise((done) => {
    child.once('exit', (code) => done(countOf({ kind: 'vitest', file }, code ?? 1)));
  });
}
