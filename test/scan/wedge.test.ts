import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Key, NO_BURST, WEDGE_DEFAULTS, type WedgeSettings, endBurst, takeKey } from '#scan/wedge.ts';

/** Everything the keys give, the quiet after the last one included. */
function scansOf(keys: readonly Key[], settings: WedgeSettings = WEDGE_DEFAULTS): string[] {
  const scans: string[] = [];
  let burst = NO_BURST;
  for (const key of keys) {
    const step = takeKey(burst, key, settings);
    burst = step.burst;
    if (step.scan !== undefined) scans.push(step.scan);
  }
  const { scan } = endBurst(burst, settings);
  return scan === undefined ? scans : [...scans, scan];
}

/** Keys with the given gap before each; a gap that is missing counts as none. */
function keysOf(names: readonly string[], gapsMs: readonly number[] = []): Key[] {
  let atMs = 1000;
  return names.map((key, index) => {
    atMs += gapsMs[index] ?? 0;
    return { key, atMs, ctrl: false };
  });
}

const code = fc.string({ minLength: WEDGE_DEFAULTS.minLength, maxLength: 60 });
const scannerGaps = fc.array(fc.integer({ min: 0, max: WEDGE_DEFAULTS.maxGapMs }), {
  minLength: 62,
  maxLength: 62,
});
const handGaps = fc.array(fc.integer({ min: WEDGE_DEFAULTS.maxGapMs + 1, max: 400 }), {
  minLength: 62,
  maxLength: 62,
});

describe('a scanner that types', () => {
  test('any chunking of a scan gives the same text, with ENTER, with TAB and without', () => {
    fc.assert(
      fc.property(code, scannerGaps, fc.constantFrom([], ['Enter'], ['Tab']), (text, gaps, end) => {
        expect(scansOf(keysOf([...text, ...end], gaps))).toEqual([text]);
      }),
    );
  });

  test('two scans in a row are two texts, however the first one ended', () => {
    fc.assert(
      fc.property(code, code, fc.constantFrom([], ['Enter']), (first, second, end) => {
        const keys = keysOf([...first, ...end]);
        const later = keysOf([...second]).map((key) => ({ ...key, atMs: key.atMs + 1000 }));
        expect(scansOf([...keys, ...later])).toEqual([first, second]);
      }),
    );
  });

  test('shift keys between the characters change nothing', () => {
    expect(scansOf(keysOf(['Shift', 'A', 'B', 'Shift', 'C', '1', '2', '3', 'Enter']))).toEqual(['ABC123']);
  });

  test('a prefix and a suffix are taken off, and without its prefix a burst is no scan', () => {
    const settings: WedgeSettings = { ...WEDGE_DEFAULTS, prefix: '~', suffix: '#' };
    expect(scansOf(keysOf([...'~4006381#']), settings)).toEqual(['4006381']);
    expect(scansOf(keysOf([...'4006381#']), settings)).toEqual([]);
  });

  test('a GS1 separator arrives as Ctrl and a bracket, and is kept', () => {
    const keys = keysOf([...'011234', ']', ...'10A']).map((key) =>
      key.key === ']' ? { ...key, ctrl: true } : key,
    );
    expect(scansOf(keys)).toEqual(['011234\u001d10A']);
  });

  test('its ENTER is kept from the page, so that no form is sent', () => {
    const keys = keysOf([...'4006381333931', 'Enter']);
    const swallowed: boolean[] = [];
    let burst = NO_BURST;
    for (const key of keys) {
      const step = takeKey(burst, key, WEDGE_DEFAULTS);
      burst = step.burst;
      swallowed.push(step.swallow);
    }
    expect(swallowed.at(-1)).toBe(true);
    expect(swallowed.slice(0, WEDGE_DEFAULTS.minLength)).not.toContain(true);
  });
});

describe('a person who types', () => {
  test('slow typing never becomes a scan', () => {
    fc.assert(
      fc.property(code, handGaps, (text, gaps) => {
        expect(scansOf(keysOf([...text, 'Enter'], gaps))).toEqual([]);
      }),
    );
  });

  test('nor do quick runs that are shorter than any code, and none of their keys is swallowed', () => {
    const run = fc.integer({ min: 1, max: WEDGE_DEFAULTS.minLength - 1 });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
        const gaps = runs.flatMap((length) => [60, ...Array.from({ length: length - 1 }, () => 5)]);
        let burst = NO_BURST;
        for (const key of keysOf(
          gaps.map(() => 'x'),
          gaps,
        )) {
          const step = takeKey(burst, key, WEDGE_DEFAULTS);
          burst = step.burst;
          expect(step).not.toHaveProperty('scan');
          expect(step.swallow).toBe(false);
        }
      }),
    );
  });

  test('shortcuts and arrows end a burst', () => {
    const keys = keysOf([...'40063', 'ArrowLeft', ...'81333']);
    expect(scansOf(keys)).toEqual([]);
  });
});
