// `npm test`: every suite in turn, then one line `N passed, N failed`. `npm test -- unit e2e` runs some of them.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type Count, countOf, type Report } from './support/counts.ts';
import { memoryFolder } from './support/memory-folder.ts';
import { endTree, RUN_MARK } from './support/process-tree.ts';

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly report: Report;
  readonly env?: Readonly<Record<string, string>>;
  readonly limitS: number;
}

const OUT = 'test-results';

/** Suites that run one after the other. */
type Lane = readonly Suite[];

/**
 * Rows in turn, the lanes of one row beside each other. A suite that may have to install its browser first has the time for that.
 */
const ROWS: readonly (readonly Lane[])[] = [
  [
    [check('types', ['node', 'test/typecheck.ts'])],
    [
      check('lint', ['oxlint', '--deny-warnings', 'src', 'test', 'vite.config.ts']),
      check('format', ['oxfmt', '--check', 'src', 'test', 'vite.config.ts']),
      check('dead-code', ['knip', '--no-progress']),
    ],
  ],
  [[vitest('unit', 'test/vitest.config.ts', 900)]],
  [
    [conformance('conformance-18', '--whole', 'none')],
    [conformance('conformance-15', '--postgres-15', '--whole', 'none')],
  ],
  [[kill('server', 2)], [kill('boot', 1)]],
  [[check('build', ['node', 'src/server/build.ts'], 300)]],
  [[vitest('budget', 'test/budget/vitest.config.ts', 120)]],
  // A killed browser is mostly waited for.
  [[simulation()], [kill('browser', 2), kill('torn-files', 1)]],
  [
    [playwright('e2e-chromium', 'chromium')],
    [
      playwright('e2e-firefox', 'firefox'),
      vitest('browser-chromium', 'test/browser.config.ts', 240, { BROWSER: 'chromium' }),
      vitest('browser-firefox', 'test/browser.config.ts', 480, { BROWSER: 'firefox' }),
      vitest('webkit', 'test/webkit/vitest.config.ts', 480),
    ],
  ],
];
const SUITES = ROWS.flat(2);

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !SUITES.some((suite) => suite.name.startsWith(name)));
if (unknown.length > 0) {
  console.error(
    `no suite is called ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
/** What suites leave behind, as when they are stopped, is gone at the end. */
const scratch = mkdtempSync(join(memoryFolder(), 'tessera-run-'));
const failed = await runAll();
rmSync(scratch, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);

/** How many tests failed. */
async function runAll(): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const row of ROWS) {
    const counts = await Promise.all(row.map(runLane));
    for (const { passed, failed, skipped } of counts.flat()) {
      total.passed += passed;
      total.failed += failed;
      total.skipped += skipped;
    }
  }
  if (total.skipped > 0) console.log(`${total.skipped} skipped (each has printed its reason)`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed;
}

async function runLane(lane: Lane): Promise<readonly Count[]> {
  const counts: Count[] = [];
  for (const suite of lane.filter(isChosen)) counts.push(await runOne(suite));
  return counts;
}

function isChosen({ name }: Suite): boolean {
  return chosen.length === 0 || chosen.some((start) => name.startsWith(start));
}

async function runOne(suite: Suite): Promise<Count> {
  const startedAt = performance.now();
  const count = countOf(suite.report, await run(suite));
  console.log(lineOf(suite, count, (performance.now() - startedAt) / 1000));
  return count;
}

function lineOf({ name }: Suite, { passed, failed }: Count, seconds: number): string {
  return `== ${name}: ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s`;
}

/** Runs one suite to its end or its time limit; its exit code, or 124 when it was stopped. */
function run(suite: Suite): Promise<number> {
  const [command, ...args] = suite.command;
  const mark = randomUUID();
  const child = spawn(command!, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...suite.env,
      [RUN_MARK]: mark,
      TMPDIR: scratch,
      PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env['PATH']}`,
    },
    shell: process.platform === 'win32',
    detached: process.platform !== 'win32',
  });
  return new Promise((done) => {
    const limit = setTimeout(() => {
      console.error(`${suite.name} took more than ${suite.limitS} s and was stopped`);
      stop(child, mark);
      done(124);
    }, suite.limitS * 1000);
    child.on('error', (error) => {
      console.error(`${suite.name} could not start: ${error.message}`);
      clearTimeout(limit);
      done(127);
    });
    child.on('exit', (code) => {
      clearTimeout(limit);
      done(code ?? 1);
    });
  });
}

/** Ends a suite with everything it started: browsers and databases are in process groups of their own. */
function stop(child: ChildProcess, mark: string): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill('SIGKILL');
  else endTree(child.pid, mark);
}

function check(name: string, command: readonly string[], limitS = 180): Suite {
  return { name, command, report: { kind: 'exit' }, limitS };
}

/** One database, one pass with the core of the suite: by hand `npm run conformance` runs everything, in three. */
function conformance(name: string, ...args: readonly string[]): Suite {
  const file = `${OUT}/${name}.json`;
  const command = ['node', 'test/conformance/cli.ts', ...args];
  return {
    name,
    command,
    report: { kind: 'totals', file },
    env: { REPORT_FILE: resolve(file) },
    limitS: 900,
  };
}

function vitest(
  name: string,
  config: string,
  limitS: number,
  env: Readonly<Record<string, string>> = {},
): Suite {
  const file = `${OUT}/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    command: ['vitest', 'run', '--config', config, ...reporters],
    report: { kind: 'vitest', file },
    env,
    limitS,
  };
}

/** Many short ones: what a short history can break needs many beginnings; `npm run simulate` goes as far as one likes. */
function simulation(): Suite {
  const [seeds, steps] = [200, 60];
  const file = `${OUT}/simulation.json`;
  return {
    name: 'simulation',
    command: ['node', 'test/simulation/cli.ts', '--seeds', `${seeds}`, '--steps', `${steps}`],
    report: { kind: 'totals', file },
    env: { REPORT_FILE: resolve(file) },
    limitS: 900,
  };
}

/** A sample of each; `npm run kill` has more targets and goes on as long as one likes. */
function kill(target: string, rounds: number): Suite {
  const name = `kill-${target}`;
  const file = `${OUT}/${name}.json`;
  return {
    name,
    command: ['node', 'test/kill/cli.ts', '--target', target, '--rounds', `${rounds}`],
    report: { kind: 'totals', file },
    env: { REPORT_FILE: resolve(file) },
    limitS: 240,
  };
}

function playwright(name: string, engine: string): Suite {
  const file = `${OUT}/${name}.json`;
  return {
    name,
    command: ['playwright', 'test', '--config', 'test/e2e/playwright.config.ts'],
    report: { kind: 'playwright', file },
    env: { BROWSER: engine, REPORT_FILE: resolve(file) },
    limitS: 900,
  };
}
