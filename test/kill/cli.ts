// npm run kill -- --target NAME [--rounds N] [--seed S] [--database embedded|postgres-15]: processes killed with -9, and power
// cuts; ends `N passed, N failed`. `--relaxed` makes power cuts lose records, which must be found.
import { writeFileSync } from 'node:fs';
import { createDice } from '../simulation/dice.ts';
import { misused, readArguments, wholeNumber } from '../support/read-arguments.ts';
import { killFirstBoot } from './boot.ts';
import { killBrowser } from './browser.ts';
import { killToOrphan } from './orphan.ts';
import { cutPowerOfBrowser } from './power-browser.ts';
import { cutPowerOfServer } from './power-server.ts';
import type { Database, Target } from './round.ts';
import { killServer } from './server.ts';
import { tearFilesOfBrowser } from './torn-files.ts';
import { tearLogOfBrowser } from './torn-log.ts';
import { killToZombie } from './zombie.ts';

const TARGETS: Readonly<Record<string, Target>> = {
  boot: killFirstBoot,
  browser: killBrowser,
  orphan: killToOrphan,
  'power-browser': cutPowerOfBrowser,
  'power-server': cutPowerOfServer,
  server: killServer,
  'torn-files': tearFilesOfBrowser,
  'torn-log': tearLogOfBrowser,
  zombie: killToZombie,
};
const DATABASES: readonly Database[] = ['embedded', 'postgres-15'];

// An end by hand too cleans up what was mounted.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const USAGE = `usage: npm run kill -- --target ${Object.keys(TARGETS).join('|')} [--rounds N] [--seed S] [--database ${DATABASES.join('|')}] [--relaxed]`;
const { values } = readArguments(USAGE, {
  options: {
    rounds: { type: 'string', default: '4' },
    target: { type: 'string', default: 'server' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string', default: 'embedded' },
    relaxed: { type: 'boolean', default: false },
  },
});
const rounds = wholeNumber(USAGE, values.rounds, 1);
const seed = wholeNumber(USAGE, values.seed);
const kill = TARGETS[values.target];
const database = DATABASES.find((each) => each === values.database);
if (kill === undefined) misused(USAGE, `nothing of ours is named "${values.target}"`);
if (database === undefined) misused(USAGE, `there is no database "${values.database}"`);
const count = { passed: 0, failed: 0, skipped: 0 };
const startedAt = performance.now();
const { throw: throwDice } = createDice(seed);
for await (const { words, wrong } of kill({ rounds, throwDice, database, relaxed: values.relaxed })) {
  if (wrong.length === 0) count.passed += 1;
  else count.failed += 1;
  console.log(
    `${wrong.length === 0 ? 'ok' : 'FAILED'}: ${words}${wrong.map((each) => `\n  ${each}`).join('')}`,
  );
}
const ran = count.passed + count.failed;
// What the target needs is not here; it has said what.
if (ran === 0) process.exit(2);
console.log(`${ran} rounds in ${((performance.now() - startedAt) / 1000).toFixed(0)} s, seed ${seed}`);
const reportFile = process.env['REPORT_FILE'];
if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify(count));
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
