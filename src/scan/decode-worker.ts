// Runs ZXing-C++ off the main thread. The page decides how many frames are under way: see newest-frame.ts.
import type { FromDecodeWorker, ToDecodeWorker } from './decode-protocol.ts';
import type { Decoder } from './decoder.ts';
import { loadWasmDecoder } from './wasm-decoder.ts';

let decoder: Decoder | undefined;

addEventListener('message', (event: MessageEvent<ToDecodeWorker>) => {
  void answer(event.data).then((message) => postMessage(message));
});

async function answer(message: ToDecodeWorker): Promise<FromDecodeWorker> {
  if (message.kind === 'start') return start(message.wasmUrl);
  const { id, frame, options } = message;
  if (decoder === undefined) return { kind: 'broken', id, reason: 'asked to decode before it was ready' };
  try {
    return { kind: 'readings', id, readings: await decoder.decode(frame, options) };
  } catch (thrown) {
    return { kind: 'broken', id, reason: String(thrown) };
  }
}

async function start(wasmUrl: string): Promise<FromDecodeWorker> {
  if (typeof OffscreenCanvas === 'undefined') return { kind: 'unusable', reason: 'no canvas in workers' };
  try {
    decoder = await loadWasmDecoder({ url: wasmUrl });
    return { kind: 'ready' };
  } catch (thrown) {
    return { kind: 'unusable', reason: String(thrown) };
  }
}
