// Builds the outputs and compresses them once, so that the server never does. `npm run build`.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const MODES = ['wallet', 'cashier', 'demo', 'operator'] as const;
const STAMP = 'dist/build.json';
const COMPRESSIBLE = /\.(?:js|css|html|svg|json|webmanifest|wasm)$/;
/** Below this a compressed copy saves nothing worth a file. */
const MIN_COMPRESS_BYTES = 600;

/** Builds every app into dist/, unless dist/ was built from these very sources. */
export async function build(): Promise<void> {
  const sources = sourcesHash();
  if (builtFrom() === sources) return;
  // Whoever starts the build (a test runner says `test`), what is served is the production build.
  process.env['NODE_ENV'] = 'production';
  const vite = await import('vite');
  for (const mode of MODES) {
    console.log(`building ${mode}`);
    await vite.build({ mode, logLevel: 'warn' });
    for (const file of filesBelow(`dist/${mode}`)) if (COMPRESSIBLE.test(file)) compress(file);
  }
  mkdirSync('dist', { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ sources }));
}

function compress(file: string): void {
  const bytes = readFileSync(file);
  if (bytes.length < MIN_COMPRESS_BYTES) return;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }));
}

function builtFrom(): string | undefined {
  try {
    return (JSON.parse(readFileSync(STAMP, 'utf8')) as { sources?: string }).sources;
  } catch {
    return undefined;
  }
}

/** One hash over everything that can change what a browser is served. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  const own = ['index.html', 'vite.config.ts', 'package.json', 'package-lock.json'];
  for (const file of [...own, ...filesBelow('src'), ...filesBelow('public')].sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  hash.update(process.env['VITE_SERVER_KEY'] ?? '');
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

if (import.meta.main) await build();
