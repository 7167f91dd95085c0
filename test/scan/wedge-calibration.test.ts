import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CALIBRATION_CODE,
  calibrateWedge,
  wedgeProfileFrom,
  wedgeSettingsOf,
} from '#scan/wedge-calibration.ts';
import { type Key, NO_BURST, WEDGE_DEFAULTS, endBurst, takeKey } from '#scan/wedge.ts';

const AZERTY_SIGNS = {
  A: 'Q',
  Q: 'A',
  Z: 'W',
  W: 'Z',
  M: '?',
  ':': 'M',
  '.': ':',
  '/': '!',
  '-': ')',
  '*': '8',
};
/** What layouts make of a scanner that presses the keys of a US keyboard. */
const AZERTY: Readonly<Record<string, string>> = {
  ...AZERTY_SIGNS,
  ...Object.fromEntries([...'0123456789'].map((digit, place) => [digit, 'à&é"\'(-è_ç'[place]!])),
};
const QWERTZ = { Y: 'Z', Z: 'Y', '-': 'ß', '/': '-', '+': '`', ':': 'Ö', '*': '(' };
const PERSIAN = { H: 'آ', B: 'إ', G: 'لا', A: 'ش', S: 'س', '1': '۱', '2': '۲', '%': '٪', '/': '.', '.': 'و' };
const CAPS = Object.fromEntries(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => [letter, letter.toLowerCase()]),
);

type Layout = Readonly<Record<string, string>>;

function keysOf(text: string, layout: Layout = {}, gapMs = 4): Key[] {
  return [...text].map((sent, index) => ({ key: layout[sent] ?? sent, atMs: index * gapMs, ctrl: false }));
}

function profileOf(keys: readonly Key[]) {
  const calibration = calibrateWedge(keys);
  if (!calibration.found) throw new Error(calibration.why);
  return calibration.profile;
}

function readBy(keys: readonly Key[], settings: Partial<typeof WEDGE_DEFAULTS>): string | undefined {
  const all = { ...WEDGE_DEFAULTS, ...settings };
  let burst = NO_BURST;
  for (const key of keys) {
    const step = takeKey(burst, key, all);
    if (step.scan !== undefined) return step.scan;
    burst = step.burst;
  }
  return endBurst(burst, all).scan;
}

const ENTER: Key = { key: 'Enter', atMs: 1_000, ctrl: false };
const CODE = 'LW1:6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R82JD2FCJG96V75DOW%IY17EIHY P8L6IWM$S4U45P84HW6U/4*+';

describe('a scanner behind a foreign keyboard layout', () => {
  test.each([
    ['US', {}],
    ['AZERTY', AZERTY],
    ['QWERTZ', QWERTZ],
    ['Persian', PERSIAN],
    ['caps lock', CAPS],
  ] as const)('%s: after one shot at the test code every code is read as it is', (_, layout) => {
    const profile = profileOf([...keysOf(CALIBRATION_CODE, layout), ENTER]);
    expect(profile).toMatchObject({ ends: 'Enter', prefix: '', suffix: '' });
    expect(readBy(keysOf(CODE, layout), wedgeSettingsOf(profile))).toBe(CODE);
  });

  test('without calibration such a code is not read', () => {
    expect(readBy(keysOf(CODE, AZERTY), {})).not.toBe(CODE);
  });

  test('what the scanner adds is found, in whatever letters it arrives', () => {
    const shot = keysOf(`]Q1${CALIBRATION_CODE}ZZ`, QWERTZ);
    const profile = profileOf([...shot, { ...ENTER, key: 'Tab' }]);
    expect(profile).toMatchObject({ prefix: ']Q1', suffix: 'ZZ', ends: 'Tab' });
    expect(readBy(keysOf(`]Q1${CODE}ZZ`, QWERTZ), wedgeSettingsOf(profile))).toBe(CODE);
  });

  test('any one-to-one layout, prefix and suffix is found out', () => {
    const letters = [...new Set(CALIBRATION_CODE)];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(letters, { minLength: letters.length }),
        fc.stringMatching(/^[a-z]{0,3}$/),
        fc.stringMatching(/^[a-z]{0,3}$/),
        (shuffled, prefix, suffix) => {
          const layout = Object.fromEntries(letters.map((letter, index) => [letter, shuffled[index]!]));
          const profile = profileOf(keysOf(prefix + CALIBRATION_CODE + suffix, layout));
          expect(profile).toMatchObject({ prefix, suffix, ends: 'nothing' });
          expect(readBy(keysOf(prefix + CODE + suffix, layout), wedgeSettingsOf(profile))).toBe(CODE);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a shot that tells nothing', () => {
  test('another code', () => {
    expect(calibrateWedge(keysOf(CODE.repeat(2)))).toEqual({ found: false, why: 'unlike' });
  });

  test('half of the test code', () => {
    expect(calibrateWedge(keysOf(CALIBRATION_CODE.slice(0, 60)))).toEqual({ found: false, why: 'short' });
  });

  test('a layout that makes one letter of two', () => {
    expect(calibrateWedge(keysOf(CALIBRATION_CODE, { A: 'x', B: 'x' }))).toEqual({
      found: false,
      why: 'merged',
    });
  });
});

test('a slow scanner gets its pause, and never more than quick fingers take', () => {
  const slow = profileOf(keysOf(CALIBRATION_CODE, {}, 40));
  expect(wedgeSettingsOf(slow).maxGapMs).toBe(80);
  expect(wedgeSettingsOf(profileOf(keysOf(CALIBRATION_CODE, {}, 100))).maxGapMs).toBe(90);
});

test('a kept profile comes back, anything else is none', () => {
  const profile = profileOf(keysOf(CALIBRATION_CODE, AZERTY));
  expect(wedgeProfileFrom(JSON.stringify(profile))).toEqual(profile);
  for (const text of [undefined, '', '{}', 'null', '{"prefix":1}'])
    expect(wedgeProfileFrom(text)).toBeUndefined();
});
