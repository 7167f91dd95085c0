// Four outputs from one index.html: `--mode wallet` and `--mode cashier` (a customer never downloads the till), each
// installable with its own service worker, manifest and scope; `--mode demo` (both side by side) and `--mode operator`.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa';

const APPS = {
  wallet: { base: '/', installable: true },
  cashier: { base: '/cashier/', installable: true },
  demo: { base: '/demo/', installable: false },
  operator: { base: '/operator/', installable: false },
} as const;
type AppName = keyof typeof APPS;

/** Packages that are loaded after the first screen. */
const LATE_DEPENDENCIES = [
  '@zxing/browser',
  '@zxing/library',
  'zxing-wasm/reader',
  'comlink',
  'lean-qr',
  'preact-iso',
];

export default defineConfig(({ mode }) => {
  const app: AppName = mode in APPS ? (mode as AppName) : 'wallet';
  const { base, installable } = APPS[app];
  return {
    base,
    cacheDir: `node_modules/.vite/${app}`,
    publicDir: installable ? 'public' : false,
    plugins: [entryOf(app), preact(), ...(app === 'demo' || app === 'operator' ? [] : [pwa(app)])],
    // Named here because the dev server would find them one by one and reload the page each time.
    optimizeDeps: { include: LATE_DEPENDENCIES },
    define: { __APP__: JSON.stringify(app) },
    worker: { format: 'es' as const },
    build: {
      outDir: `dist/${app}`,
      emptyOutDir: true,
      manifest: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200,
      // @zxing packages do not declare themselves free of side effects: 485 kB becomes 114 kB with this line.
      rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /@zxing/, sideEffects: false }] } },
    },
  };
});

/** The one index.html names its entry as /src/%APP%/main.tsx. */
function entryOf(app: AppName): Plugin {
  return {
    name: 'tessera-entry',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replaceAll('%APP%', app).replaceAll('%ICON%', iconOf(app)),
    },
  };
}

function iconOf(app: AppName): string {
  return app === 'cashier' ? 'icon-cashier' : 'icon';
}

function pwa(app: 'wallet' | 'cashier') {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/sw',
    filename: 'sw.ts',
    injectRegister: false,
    manifestFilename: 'manifest.webmanifest',
    manifest: manifestOf(app),
    includeManifestIcons: false,
    injectManifest: {
      // Everything an offline start can need, the decoder's wasm included; the biggest file is that wasm (about 1 MB).
      globPatterns: ['**/*.{js,css,html,svg,png,wasm}'],
      globIgnores: ['.vite/**'],
      maximumFileSizeToCacheInBytes: 2_000_000,
      manifestTransforms: [(entries) => ({ manifest: entries.map((entry) => sealed(app, entry)) })],
    },
  });
}

/**
 * Most files carry their content in their name. The others (the page above all) get a digest: a service worker never keeps
 * the page of another build, neither when it is installed nor when it fetches again what a device has lost.
 */
function sealed<Entry extends { readonly url: string; readonly revision: string | null }>(
  app: 'wallet' | 'cashier',
  entry: Entry,
): Entry & { integrity?: string } {
  const file = `dist/${app}/${entry.url}`;
  if (entry.revision === null || !existsSync(file)) return entry;
  const digest = createHash('sha256').update(readFileSync(file)).digest('base64');
  return { ...entry, integrity: `sha256-${digest}` };
}

function manifestOf(app: 'wallet' | 'cashier'): Partial<ManifestOptions> {
  const { base } = APPS[app];
  const icon = iconOf(app);
  const cashier = app === 'cashier';
  return {
    id: base,
    name: cashier ? 'Tessera Cashier' : 'Tessera',
    short_name: cashier ? 'Cashier' : 'Tessera',
    description: cashier
      ? 'Scan members and vouchers at the counter, with or without connectivity.'
      : 'Your points and vouchers, also where there is no signal.',
    start_url: base,
    scope: base,
    display: 'standalone',
    orientation: cashier ? 'any' : 'portrait',
    background_color: '#f3f0e8',
    theme_color: cashier ? '#5a2b58' : '#0f4f4c',
    categories: ['shopping', 'finance'],
    icons: [
      { src: `${base}${icon}.svg`, sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      { src: `${base}${icon}-192.png`, sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: `${base}${icon}-512.png`, sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: `${base}${icon}-maskable-512.png`, sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    ...(cashier
      ? {}
      : {
          shortcuts: [
            { name: 'Show my pass', url: '/?show=pass' },
            { name: 'Scan', url: '/scan' },
          ],
        }),
  };
}
