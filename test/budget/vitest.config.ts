import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: '.',
  test: { include: ['test/budget/**/*.test.ts'], testTimeout: 60_000 },
});
