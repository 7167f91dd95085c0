// The server's suite against a database of the caller's choosing; `cli.ts` says which.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: '.',
  test: {
    include: [
      'test/server/{adjudication,adjudication-crash,clock-ahead,concurrency,decided-before,enrolment,sql-dialect,sync}.test.ts',
      'test/server/db/migrate.test.ts',
      'test/server/admin/*.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: ['test/conformance/database.ts'],
  },
});
