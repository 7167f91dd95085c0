// The same laws inside real browsers: key storage, strict IndexedDB, crypto vectors. BROWSER picks the engine.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { readVectors } from './protocol/vectors/read-vectors.ts';
import type { PublicVectors } from './protocol/vectors/report.ts';
import { CHROMIUM_FLAGS, findChromium, findFirefox } from './support/browsers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly vectors: PublicVectors | undefined;
  }
}

const engine = process.env['BROWSER'] === 'firefox' ? 'firefox' : 'chromium';
const executablePath = engine === 'firefox' ? await findFirefox() : await findChromium();
const launchOptions = {
  ...(executablePath ? { executablePath } : {}),
  ...(engine === 'firefox' ? { channel: 'moz-firefox' } : { args: [...CHROMIUM_FLAGS] }),
};

export default defineConfig({
  root: '.',
  cacheDir: `node_modules/.vite/browser-${engine}`,
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    provide: { vectors: readVectors() },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: engine }],
      provider: playwright({ launchOptions }),
    },
  },
});
