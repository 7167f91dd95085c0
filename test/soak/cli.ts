// npm run soak [-- --rounds N --stretch N]: a till's long day through its real screens. Ends with what was
// counted and `held` or the faults.
import { readArguments, wholeNumber } from '../support/read-arguments.ts';
import { soak } from './soak.ts';
import { faultsOf } from './verdict.ts';

const USAGE = 'usage: npm run soak -- [--rounds N] [--stretch N]';
const { values } = readArguments(USAGE, {
  options: {
    rounds: { type: 'string', default: '2000' },
    stretch: { type: 'string', default: '250' },
  },
});
const report = await soak({
  rounds: wholeNumber(USAGE, values.rounds, 1),
  stretch: wholeNumber(USAGE, values.stretch, 1),
  say: (line) => console.log(line),
});
if (report === undefined) process.exit(0);
const { tally, heaps, unsent } = report;
console.log(tally, `${unsent} records wait to be sent`);
const [first, last] = [heaps[0]!, heaps.at(-1)!];
console.log(`heap of the last stretch, in that of the first: ${(last.late / first.late).toFixed(2)}`);
const faults = faultsOf(report);
console.log(faults.length === 0 ? 'held' : faults.join('\n'));
process.exit(faults.length === 0 ? 0 : 1);
