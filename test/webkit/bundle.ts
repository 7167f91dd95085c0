import { build } from 'vite';

/** A module with all that it imports as one classic script; `file` as a path from the project's root. */
export async function bundledScript(file: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, minify: false, lib: { entry: file, formats: ['iife'], name: 'script' } },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !('output' in bundle)) throw new Error(`${file} was not built`);
  return bundle.output[0].code;
}
