// The till's screens with sample data, for looking at: `vite --config test/cashier/gallery/vite.config.ts`. Never shipped.
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: '../../../node_modules/.vite/cashier-gallery',
  plugins: [preact()],
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1200 },
  server: { port: 5198, strictPort: true, hmr: false, fs: { allow: ['../../..'] } },
});
