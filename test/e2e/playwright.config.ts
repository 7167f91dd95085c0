import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // The engines may walk beside each other, and a run empties its folder first.
  outputDir: `../../test-results/e2e-${process.env['BROWSER'] ?? 'chromium'}`,
  reporter: [['line'], ['json', { outputFile: process.env['REPORT_FILE'] ?? '../../test-results/e2e.json' }]],
});
