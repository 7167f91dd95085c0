import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countOf } from './counts.ts';

function reportFile(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'counts-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('the closing line cannot be talked into success', () => {
  const vitest = { numPassedTests: 3, numFailedTests: 0, numFailedTestSuites: 0, numPendingTests: 1 };

  test('a good report with exit code 0 counts as it says', () => {
    const report = { kind: 'vitest', file: reportFile(vitest) } as const;
    expect(countOf(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  test('a good report of a runner that failed counts one failure', () => {
    const report = { kind: 'vitest', file: reportFile(vitest) } as const;
    expect(countOf(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  test('a suite file that could not be loaded is a failure', () => {
    const report = { kind: 'vitest', file: reportFile({ ...vitest, numFailedTestSuites: 2 }) } as const;
    expect(countOf(report, 1).failed).toBe(1);
  });

  test('no report is a failure, and so is a run of nothing', () => {
    expect(countOf({ kind: 'vitest', file: '/nowhere/at/all.json' }, 0).failed).toBe(1);
    const nothing = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } };
    expect(countOf({ kind: 'playwright', file: reportFile(nothing) }, 0).failed).toBe(1);
  });

  test('a flaky test is a failure', () => {
    const flaky = { stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 } };
    expect(countOf({ kind: 'playwright', file: reportFile(flaky) }, 0)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 0,
    });
  });
});
