// The QR budget: with realistic content every code is at most version 14 at error correction M (73 modules).
import { correction, generate } from 'lean-qr';
import { expect, test } from 'vitest';
import { bearerUrl, codeFromBytes, posterUrl } from '#protocol/code.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { makeSamples } from './samples.ts';
import * as world from './world.ts';

const MAX_BYTES = 350;
const MAX_VERSION = 14;
const NEVER_A_CODE = ['trustList', 'journalRecord'];

const all = await makeSamples();
const samples = all.map(({ name, bytes }) => ({
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

test('a poster and a bearer receipt fit as addresses, which any camera opens', async () => {
  const bytesOf = (name: string) => all.find((one) => one.name === name)!.bytes;
  const { memberId: _, ...bearer } = { ...world.earnReceipt, expiresAtS: world.NOW_S + 30 * 86_400 };
  const receipt = await makeEarnReceipt(bearer, await world.terminalSigner());
  const sizes = [
    posterUrl('pay.tessera.example', bytesOf('poster')),
    bearerUrl('pay.tessera.example', receipt),
  ].map(versionOf);
  console.log(`poster address: QR ${sizes[0]}-M, bearer address: QR ${sizes[1]}-M (${receipt.length} bytes)`);
  expect(sizes[0]).toBeLessThanOrEqual(9);
  // At most one version more than the same receipt as a code.
  expect(sizes[1]).toBeLessThanOrEqual(versionOf(codeFromBytes(receipt)) + 1);
});

test('one byte more than the budget would need a larger symbol', () => {
  expect(versionOf(codeFromBytes(world.idOf(0xff, MAX_BYTES - 1)))).toBe(MAX_VERSION);
  expect(versionOf(codeFromBytes(world.idOf(0xff, MAX_BYTES + 1)))).toBe(MAX_VERSION + 1);
});

function versionOf(code: string): number {
  const options = { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M };
  return (generate(code, options).size - 17) / 4;
}
