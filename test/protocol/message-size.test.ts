// The QR budget: with realistic content every code is at most version 14 at error correction M (73 modules).
import { correction, generate } from 'lean-qr';
import { expect, test } from 'vitest';
import { codeFromBytes } from '#protocol/code.ts';
import { makeSamples } from './samples.ts';
import { idOf } from './world.ts';

const MAX_BYTES = 350;
const MAX_VERSION = 14;
const NEVER_A_CODE = ['trustList', 'journalRecord'];

const samples = (await makeSamples()).map(({ name, bytes }) => ({
  name,
  length: bytes.length,
  version: versionOf(codeFromBytes(bytes)),
}));
console.log(
  samples.map(({ name, length, version }) => `${name}: ${length} bytes, QR ${version}-M`).join('\n'),
);

test.each(samples.filter(({ name }) => !NEVER_A_CODE.includes(name)))(
  '$name fits: $length bytes, version $version',
  ({ length, version }) => {
    expect(length).toBeLessThanOrEqual(MAX_BYTES);
    expect(version).toBeLessThanOrEqual(MAX_VERSION);
  },
);

test('one byte more than the budget would need a larger symbol', () => {
  expect(versionOf(codeFromBytes(idOf(0xff, MAX_BYTES - 1)))).toBe(MAX_VERSION);
  expect(versionOf(codeFromBytes(idOf(0xff, MAX_BYTES + 1)))).toBe(MAX_VERSION + 1);
});

function versionOf(code: string): number {
  const options = { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M };
  return (generate(code, options).size - 17) / 4;
}
