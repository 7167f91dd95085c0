// npm run kill -- --rounds N --target server [--seed S]: processes killed with -9; ends `N passed, N failed`. `DATABASE_URL`
// names another database than the embedded one, whose own process is then left alone.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createDice } from '../simulation/dice.ts';
import { killServer } from './server.ts';

const TARGETS = { server: killServer };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    target: { type: 'string', default: 'server' },
    seed: { type: 'string', default: '1' },
  },
});
const rounds = Number(values.rounds);
const kill = TARGETS[values.target as keyof typeof TARGETS];
if (kill === undefined || !Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run kill -- --rounds N --target ${Object.keys(TARGETS).join('|')} [--seed S]`);
  process.exit(2);
}
const count = { passed: 0, failed: 0, skipped: 0 };
const startedAt = performance.now();
for await (const { words, wrong } of kill(rounds, createDice(Number(values.seed)).throw)) {
  if (wrong.length === 0) count.passed += 1;
  else count.failed += 1;
  console.log(
    `${wrong.length === 0 ? 'ok' : 'FAILED'}: ${words}${wrong.map((each) => `\n  ${each}`).join('')}`,
  );
}
console.log(`${rounds} rounds in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
const reportFile = process.env['REPORT_FILE'];
if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify(count));
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
