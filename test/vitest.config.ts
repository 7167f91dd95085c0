// Tests that run in Node: pure rooms, storage on fake-indexeddb, the server on a real PostgreSQL.
import { existsSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';
import { useMemoryFolder } from './support/memory-folder.ts';

useMemoryFolder();
const postgres = 'test/support/postgres.ts';

export default defineConfig({
  root: '.',
  plugins: [preact()],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: [
      'test/browser/**',
      'test/e2e/**',
      'test/webkit/**',
      'test/budget/**',
      // A minute long each; the conformance suites run them.
      'test/server/{adjudication-crash,changed-meanwhile}.test.ts',
      'node_modules/**',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Of a browser on a machine that does other things as well; a second is the default.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 3,
    ...(existsSync(postgres) ? { globalSetup: [postgres] } : {}),
  },
});
