// The page that the till's bench measures in. Built like the apps, never shipped.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: '../../../node_modules/.vite/till-bench',
  worker: { format: 'es' as const },
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1200 },
});
