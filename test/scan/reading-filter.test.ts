import { describe, expect, test } from 'vitest';
import type { Reading } from '#scan/decoder.ts';
import { createReadingFilter } from '#scan/reading-filter.ts';

const qr: Reading = { text: 'LOYAL', format: 'qr_code' };
const ean: Reading = { text: '4006381333931', format: 'ean_13' };

describe('one code is one reading', () => {
  test('a code that stays in view is new once, for as long as it stays', () => {
    const filter = createReadingFilter();
    const verdicts = Array.from({ length: 100 }, (_, tick) => filter.judge(qr, tick * 100));
    expect(verdicts[0]).toBe('new');
    expect(new Set(verdicts.slice(1))).toEqual(new Set(['repeat']));
  });

  test('away for less than 5 s it is a repeat, after that it is new', () => {
    const filter = createReadingFilter();
    filter.judge(qr, 0);
    expect(filter.judge(qr, 4999)).toBe('repeat');
    expect(filter.judge(qr, 4999 + 5000)).toBe('new');
  });

  test('time that nobody looked does not count', () => {
    const filter = createReadingFilter();
    filter.judge(qr, 0);
    filter.skip(60_000);
    expect(filter.judge(qr, 60_100)).toBe('repeat');
  });

  test('after forgetting, the same code is read once more', () => {
    const filter = createReadingFilter();
    filter.judge(qr, 0);
    filter.forget();
    expect(filter.judge(qr, 100)).toBe('new');
    expect(filter.judge(qr, 200)).toBe('repeat');
  });

  test('codes side by side are told apart', () => {
    const filter = createReadingFilter();
    expect(filter.judge(qr, 0)).toBe('new');
    expect(filter.judge({ ...qr, text: 'OTHER' }, 0)).toBe('new');
  });
});

describe('linear codes', () => {
  test('count only when two frames agree', () => {
    const filter = createReadingFilter();
    expect(filter.judge(ean, 0)).toBe('unsure');
    expect(filter.judge(ean, 100)).toBe('new');
    expect(filter.judge(ean, 200)).toBe('repeat');
  });

  test('frames that disagree in text or format, or lie far apart, do not agree', () => {
    const filter = createReadingFilter();
    expect(filter.judge(ean, 0)).toBe('unsure');
    expect(filter.judge({ ...ean, text: '1920081045006' }, 100)).toBe('unsure');
    expect(filter.judge({ ...ean, format: 'code_128' }, 200)).toBe('unsure');
    expect(filter.judge(ean, 1600)).toBe('unsure');
  });
});
