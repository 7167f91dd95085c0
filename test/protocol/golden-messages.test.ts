// One message of each type, written out in src/protocol/README.md. A change of any byte is a change of the wire, which
// installed apps do not know: give the message a new label or type instead.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { LIST_LIMITS } from '#protocol/cbor.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makeDelegatedSamples } from './delegated.ts';
import { makeSamples } from './samples.ts';

const readme = readFileSync(new URL('../../src/protocol/README.md', import.meta.url), 'utf8');
const written = Array.from(readme.matchAll(/^(\w+) (\d+)\n((?:[0-9a-f]+\n)+)/gm), ([, name, type, hex]) => ({
  name,
  type: Number(type),
  hex: (hex ?? '').replaceAll('\n', ''),
}));
const golden = new Map(written.map((one) => [one.name, one]));
const samples = await makeSamples();
const delegated = await makeDelegatedSamples();

test('every type has one golden message, and the longer chain has its own', () => {
  const names = [...Object.keys(MESSAGE_TYPE), ...delegated.map(({ name }) => name)];
  expect(written.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

const typed = [...samples.map((one) => ({ ...one, type: one.name })), ...delegated];

describe.each(typed)('$name', ({ name, type, bytes }) => {
  test('is still made as the README has it', () => {
    expect(hexFromBytes(bytes)).toBe(golden.get(name)?.hex);
  });

  test('is still read from the README', () => {
    const message = bytesFromHex(golden.get(name)?.hex ?? '') ?? expect.fail('no hex');
    const opened = openMessage(message, LIST_LIMITS);
    expect(opened.ok && opened.value.claims.type).toBe(MESSAGE_TYPE[type]);
    expect(golden.get(name)?.type).toBe(MESSAGE_TYPE[type]);
  });
});
