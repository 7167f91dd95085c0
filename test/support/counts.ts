// How many tests passed, from each runner's own JSON report; a suite that left none counts as one failure.
import { existsSync, readFileSync } from 'node:fs';

export type Report =
  | { readonly kind: 'exit' }
  /** A `Count` as it is; nothing ran when what it needs is not here, and that was printed. */
  | { readonly kind: 'totals'; readonly file: string }
  | { readonly kind: 'vitest' | 'playwright'; readonly file: string };

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

/** `code` is the runner's exit code: a report that claims success while the runner failed is not believed. */
export function countOf(report: Report, code: number): Count {
  if (report.kind === 'exit') return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  if (!existsSync(report.file)) return { passed: 0, failed: 1, skipped: 0 };
  const json: unknown = JSON.parse(readFileSync(report.file, 'utf8'));
  const count = readCount(report.kind, json);
  const nothingRan = count.passed + count.failed + count.skipped === 0;
  if (count.failed === 0 && (code !== 0 || nothingRan)) return { ...count, failed: 1 };
  return count;
}

function readCount(kind: 'totals' | 'vitest' | 'playwright', json: unknown): Count {
  if (kind === 'totals') return json as Count;
  return kind === 'vitest' ? ofVitest(json as VitestReport) : ofPlaywright(json as PlaywrightReport);
}

function ofVitest(report: VitestReport): Count {
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
    skipped: report.numPendingTests,
  };
}

function ofPlaywright({ stats }: PlaywrightReport): Count {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
