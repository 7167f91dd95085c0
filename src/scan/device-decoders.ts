// Everything heavy is behind a dynamic import here, so that naming this file costs an app almost nothing.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { DecoderSet } from './decoder.ts';
import { createDecoderSet } from './decoder-set.ts';

/** The decoders of a browser. Create one set per app and hand it to every scanner: it keeps its worker. */
export function deviceDecoders(): DecoderSet {
  return createDecoderSet([loadNative, loadWasm, loadJs]);
}

async function loadNative() {
  if (!('BarcodeDetector' in globalThis)) return undefined;
  const { loadNativeDecoder } = await import('./native-decoder.ts');
  return loadNativeDecoder();
}

async function loadWasm() {
  if (typeof WebAssembly === 'undefined') return undefined;
  const [{ startWorkerDecoder }, { newestFrameOnly }] = await Promise.all([
    import('./worker-decoder.ts'),
    import('./newest-frame.ts'),
  ]);
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), {
    type: 'module',
    name: 'decode',
  });
  return newestFrameOnly(await startWorkerDecoder(worker, new URL(wasmUrl, location.href).href));
}

async function loadJs() {
  const { createJsDecoder } = await import('./js-decoder.ts');
  return createJsDecoder();
}
