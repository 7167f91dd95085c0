// `npm run check-programme -- FILE...`: prints every problem of each programme file, ends with `N passed, N failed`.
import { readFileSync } from 'node:fs';
import { bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { checkProgrammeFileText } from '#loyalty/programme/check.ts';
import { type ProgrammeFile, sealedText } from '#loyalty/programme/programme-file.ts';
import { problemLine } from '#loyalty/programme/problem.ts';
import { readProgrammeSeal } from '#protocol/programme-seal.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run check-programme -- FILE...');
  process.exit(2);
}
const verdicts = await Promise.all(files.map(isGood));
const passed = verdicts.filter(Boolean).length;
console.log(`${passed} passed, ${files.length - passed} failed`);
process.exitCode = passed === files.length ? 0 : 1;

async function isGood(file: string): Promise<boolean> {
  const text = readText(file);
  if (text === undefined) return false;
  const { ok, problems, file: content } = checkProgrammeFileText(text);
  for (const problem of problems) {
    console.log(`${file}: ${problem.severity === 'warning' ? 'warning: ' : ''}${problemLine(problem)}`);
  }
  if (content?.seal === undefined) return ok;
  const seal = await sealLine(content, content.seal);
  console.log(`${file}: ${seal.line}`);
  return ok && seal.holds;
}

/** Whether the seal is of this file. Which key may seal, a wallet asks the trust list of its server. */
async function sealLine(file: ProgrammeFile, seal: string): Promise<{ line: string; holds: boolean }> {
  const content = { programmeId: file.definition.id, text: sealedText(file) };
  const bytes = bytesFromBase64(seal);
  const read = bytes === undefined ? undefined : await readProgrammeSeal(bytes, content);
  if (read?.ok === true) {
    const { merchantId, issuedAtS } = read.value.value;
    const day = new Date(issuedAtS * 1000).toISOString().slice(0, 10);
    return { line: `sealed on ${day} in the name of merchant ${hexFromBytes(merchantId)}`, holds: true };
  }
  return { line: `the seal is not of this file (${read?.error.kind ?? 'not base64'})`, holds: false };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    console.log(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return undefined;
  }
}
