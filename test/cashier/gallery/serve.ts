// The built gallery on a local port, for tests and for taking pictures.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

export interface ServedGallery {
  readonly url: string;
  readonly end: () => Promise<void>;
}

const CONFIG = 'test/cashier/gallery/vite.config.ts';

export async function serveGallery(): Promise<ServedGallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'tessera-till-gallery-'));
  const output = { outDir, emptyOutDir: true };
  await build({ configFile: CONFIG, logLevel: 'error', build: output });
  const server = await preview({
    configFile: CONFIG,
    logLevel: 'error',
    build: output,
    preview: { port: 0 },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the gallery got no address');
  return {
    url,
    end: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
