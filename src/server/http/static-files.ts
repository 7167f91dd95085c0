// The built apps: hashed assets are kept for a year, everything that must be able to change is asked for again.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context, MiddlewareHandler } from 'hono';

/** Of all apps, each with slashes at both ends. */
export const APP_BASES = ['/', '/cashier/', '/demo/', '/operator/'] as const;

export interface StaticApp {
  /** Where it is served. */
  readonly base: (typeof APP_BASES)[number];
  /** Its build output. */
  readonly dir: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
};

/** What Vite puts into assets/ has eight characters of hash before the extension. */
const HASHED = /[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

/** Serves GET and HEAD below the app's base; an unknown path that a person navigates to gets the app's index.html. */
export function serveStatic(apps: readonly StaticApp[]): MiddlewareHandler {
  // The longest base first: `/cashier/` is not a page of the wallet.
  const ordered = apps.toSorted((a, b) => b.base.length - a.base.length);
  return async (context, next) => {
    const isRead = context.req.method === 'GET' || context.req.method === 'HEAD';
    const { pathname } = new URL(context.req.url);
    const bare = ordered.find((app) => `${pathname}/` === app.base);
    if (isRead && bare !== undefined) return context.redirect(bare.base, 308);
    const app = ordered.find((each) => pathname.startsWith(each.base));
    if (!isRead || app === undefined || pathname.startsWith('/api/')) return next();
    const response =
      (await file(context, app, pathname)) ??
      (isNavigation(context) ? await indexOf(context, app) : undefined);
    return response ?? next();
  };
}

function isNavigation(context: Context): boolean {
  const mode = context.req.header('sec-fetch-mode');
  return mode === undefined
    ? (context.req.header('accept') ?? '').includes('text/html')
    : mode === 'navigate';
}

function indexOf(context: Context, app: StaticApp): Promise<Response | undefined> {
  return send(context, path.join(app.dir, 'index.html'));
}

async function file(context: Context, app: StaticApp, pathname: string): Promise<Response | undefined> {
  const relative = decodePath(pathname.slice(app.base.length));
  if (relative === undefined) return undefined;
  const target = path.join(app.dir, relative === '' ? 'index.html' : relative);
  // `..` in any spelling must not leave the folder.
  return target.startsWith(app.dir + path.sep) ? send(context, target) : undefined;
}

function decodePath(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function send(context: Context, target: string): Promise<Response | undefined> {
  const type = TYPES[path.extname(target)];
  const facts = type === undefined ? undefined : await stat(target).catch(() => undefined);
  if (type === undefined || facts === undefined || !facts.isFile()) return undefined;
  const etag = `W/"${facts.size.toString(36)}-${Math.floor(facts.mtimeMs).toString(36)}"`;
  const headers: Record<string, string> = {
    'Content-Type': type,
    'Cache-Control': isHashed(target) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
  };
  if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
  const { bytes, encoding } = await readBest(target, context.req.header('accept-encoding') ?? '');
  if (encoding !== undefined) headers['Content-Encoding'] = encoding;
  headers['Content-Length'] = String(bytes.length);
  return context.req.method === 'HEAD' ? context.body(null, 200, headers) : context.body(bytes, 200, headers);
}

function isHashed(target: string): boolean {
  return target.includes(`${path.sep}assets${path.sep}`) && HASHED.test(target);
}

interface Readable {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly encoding?: string;
}

async function readBest(target: string, accepted: string): Promise<Readable> {
  const offered = new Set(accepted.split(',').map((each) => each.trim().split(';')[0]));
  for (const { name, suffix } of ENCODINGS) {
    if (!offered.has(name)) continue;
    const bytes = await readFile(target + suffix).catch(() => undefined);
    if (bytes !== undefined) return { bytes, encoding: name };
  }
  return { bytes: await readFile(target) };
}
