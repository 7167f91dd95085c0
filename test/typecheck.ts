// One tsconfig per runtime, so that `document` does not compile in the worker. Prints what fails, exits non-zero.
import { spawnSync } from 'node:child_process';

const projects = [
  'src/tsconfig/pure.json',
  'src/tsconfig/protocol.json',
  'src/tsconfig/window.json',
  'src/tsconfig/worker.json',
  'src/tsconfig/sw.json',
  'src/tsconfig/node.json',
  'test/tsconfig.json',
];
const failed = projects.filter((project) => {
  const run = spawnSync('node_modules/.bin/tsc', ['--noEmit', '-p', project], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return run.status !== 0;
});
if (failed.length > 0) {
  console.error(`type errors in ${failed.join(', ')}`);
  process.exit(1);
}
