// `npm run check-programme -- FILE...`: prints every problem of each programme file, ends with `N passed, N failed`.
import { readFileSync } from 'node:fs';
import { checkProgrammeText } from '#loyalty/programme/check.ts';
import { problemLine } from '#loyalty/programme/problem.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run check-programme -- FILE...');
  process.exit(2);
}
const passed = files.filter(isGood).length;
console.log(`${passed} passed, ${files.length - passed} failed`);
process.exitCode = passed === files.length ? 0 : 1;

function isGood(file: string): boolean {
  const text = readText(file);
  if (text === undefined) return false;
  const { ok, problems } = checkProgrammeText(text);
  for (const problem of problems) {
    console.log(`${file}: ${problem.severity === 'warning' ? 'warning: ' : ''}${problemLine(problem)}`);
  }
  return ok;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    console.log(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return undefined;
  }
}
