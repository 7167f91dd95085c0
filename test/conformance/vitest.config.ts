// The server's suite against a database of the caller's choosing; `cli.ts` says which.
import { defineConfig } from 'vitest/config';

/** What differs most between engines: decisions, races, crashes, the dialect, migrations, export and import. */
const CORE = [
  'test/server/{adjudication,adjudication-crash,clock-ahead,concurrency,decided-before,enrolment,sql-dialect,sync}.test.ts',
  'test/server/db/migrate.test.ts',
  'test/server/admin/*.test.ts',
];

export default defineConfig({
  root: '.',
  test: {
    include: process.env['CONFORMANCE_FILES'] === 'core' ? CORE : ['test/server/**/*.test.ts'],
    exclude: [
      // About processes, files and the embedded database: no other engine answers differently.
      'test/server/{body,keys,operations,process,static-files}.test.ts',
      'test/server/{admin/call,db/embedded-postgres,push/voucher-bucket}.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: ['test/conformance/database.ts'],
  },
});
