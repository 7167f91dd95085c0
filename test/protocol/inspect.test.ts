import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64FromBytes, hexFromBytes } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { linesOfClaims } from '#protocol/inspect-value.ts';
import { inspectMessage, inspectText } from '#protocol/inspect.ts';
import { makePass } from '#protocol/member-pass.ts';
import { withCertificate } from '#protocol/signer.ts';
import { PASS_FAULTS, PRESENTATION_FAULTS, faultyPass, faultyPresentation } from './faults.ts';
import { makeSamples } from './samples.ts';
import * as world from './world.ts';

const samples = await makeSamples();
const keys = { serverKeys: [world.serverSigner.publicKey], trustList: world.trustList };
const bytesOf = (name: string) => samples.find((one) => one.name === name)!.bytes;

describe.each(samples)('$name', ({ name, bytes }) => {
  test('is named and has no fault', async () => {
    const { lines, refusal, name: found } = await inspectMessage(bytes, keys);
    expect(found).toBe(name);
    expect(refusal).toBeUndefined();
    expect(lines[0]).toContain(`${bytes.length} bytes`);
    expect(lines.join('\n')).not.toMatch(/\[object|undefined|NaN/);
  });

  test('reads the same from hex and from base64', async () => {
    const { lines } = await inspectMessage(bytes, keys);
    expect((await inspectText(hexFromBytes(bytes), keys)).lines).toEqual(lines);
    expect((await inspectText(base64FromBytes(bytes), keys)).lines).toEqual(lines);
  });

  test('is never written out whole', async () => {
    const text = (await inspectMessage(bytes, keys)).lines.join('\n');
    const hex = hexFromBytes(bytes);
    expect(text).not.toContain(hexFromBytes(bytes.subarray(-64)));
    for (let at = 0; at + 80 <= hex.length; at += 2) expect(text).not.toContain(hex.slice(at, at + 80));
  });
});

test('claims are told by name, times as dates, the chain below', async () => {
  const { lines } = await inspectText(codeFromBytes(bytesOf('earnReceipt')), keys);
  const text = lines.join('\n');
  expect(lines[0]).toBe('earn receipt (type 1), 342 bytes');
  expect(text).toContain('issuedAtS: 2026-11-22T12:00:00Z');
  expect(text).toContain('memberId: b1b1b1b1b1b1b1b1');
  expect(text).toContain('category: "shoes"');
  expect(text).toContain('certificate:\n    terminal certificate (type 7), 175 bytes');
  expect(text).toContain('signature: made by the key of its certificate');
  expect(text).toContain('signature: made by a key of the merchant');
});

test('without keys it says what it could not check', async () => {
  const { lines, refusal } = await inspectMessage(bytesOf('voucher'));
  expect(refusal).toBeUndefined();
  expect(lines.join('\n')).toContain('not checked: no key of the merchant is given');
});

const FAULTS = [
  { journey: 'presentation', faults: PRESENTATION_FAULTS, build: faultyPresentation },
  { journey: 'member pass', faults: PASS_FAULTS, build: faultyPass },
];
// What the inspector cannot know: who asks, when, and what was shown before. A type that is known is named.
const SEEN = /^(qr_unknown|b45_|cbor_|cose_|alg_|sig_length|claims_shape|bad_signature|cert_bad|voucher_bad)/;

describe.each(FAULTS)('a faulty $journey', ({ faults, build }) => {
  test.each(faults.filter(({ kind }) => SEEN.test(kind)))('is told to fail by $kind', async (fault) => {
    const { refusal, lines } = await inspectText((await build([fault])).input, keys);
    expect(refusal?.kind).toBe(fault.kind);
    expect(lines.at(-1)).toContain(`FAILS: ${fault.kind}`);
  });
});

test('a fault inside is told before the signature outside, with its place', async () => {
  const forged = withCertificate(world.strangerSigner, (await world.deviceSigner()).certificate);
  const pass = await makePass({ issuedAtS: world.NOW_S, counter: 1 }, forged);
  const stranger = { ...keys, serverKeys: [world.strangerSigner.publicKey] };
  expect((await inspectMessage(pass, stranger)).refusal).toEqual({
    kind: 'cert_bad_signature',
    at: 'certificate',
  });
  expect((await inspectMessage(pass, keys)).refusal?.kind).toBe('bad_signature');
});

test('any second is told as the calendar has it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (issuedAtS) => {
      const iso = new Date(issuedAtS * 1000).toISOString().replace('.000Z', 'Z');
      expect(linesOfClaims({ issuedAtS }, new Set())).toEqual([`issuedAtS: ${iso}`]);
    }),
    { numRuns: 1000 },
  );
});

test('text of another kind is not repeated', async () => {
  const { lines, refusal } = await inspectText('correct horse battery staple');
  expect(refusal?.kind).toBe('qr_unknown');
  expect(lines.join('\n')).not.toContain('horse');
});

describe('npm run inspect', () => {
  const cli = 'test/protocol/inspect-cli.ts';
  test('prints codes one after another', () => {
    const code = codeFromBytes(bytesOf('memberPass'));
    const args = ['--server-key', hexFromBytes(world.serverSigner.publicKey)];
    const list = ['--trust-list', base64FromBytes(bytesOf('trustList'))];
    const out = execFileSync('node', [cli, ...args, ...list, code, hexFromBytes(bytesOf('voucher'))], {
      encoding: 'utf8',
    });
    expect(out).toContain('QR version 12-M, 65 modules\nmember pass (type 3), 272 bytes');
    expect(out).toContain('voucher (type 4)');
  });

  test('ends with 1 for a code that fails and 2 without one', () => {
    expect(spawnSync('node', [cli, 'nonsense']).status).toBe(1);
    expect(spawnSync('node', [cli]).status).toBe(2);
  });
});
