// A gallery of screens, built and served on a local port, for tests and for taking pictures.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

export interface ServedGallery {
  /** Without a slash at its end. */
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** `configFile` is the gallery's own Vite configuration, as a path from the project's root. */
export async function serveGallery(configFile: string): Promise<ServedGallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'tessera-gallery-'));
  const common = { configFile, logLevel: 'error' as const, build: { outDir, emptyOutDir: true } };
  await build(common);
  const server = await preview({ ...common, preview: { port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the gallery got no address');
  return {
    url: url.replace(/\/$/, ''),
    end: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
