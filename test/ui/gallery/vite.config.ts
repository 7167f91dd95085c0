// Every screen with sample data, for looking at: `vite --config test/ui/gallery/vite.config.ts`. Never shipped.
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: '../../../node_modules/.vite/gallery',
  plugins: [preact()],
  server: { port: 5199, strictPort: true, hmr: false, fs: { allow: ['../../..'] } },
});
