import { type FromDecodeWorker, type ToDecodeWorker, transferablesOf } from './decode-protocol.ts';
import type { Decoder, Reading } from './decoder.ts';
import { FORMATS } from './format.ts';

interface Waiting {
  readonly resolve: (readings: readonly Reading[]) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The decoder inside a freshly created decode worker. Rejects, and ends the worker, when WebAssembly is not
 * allowed or its file cannot be fetched. A worker that dies later rejects every frame from then on.
 */
export function startWorkerDecoder(worker: Worker, wasmUrl: string): Promise<Decoder> {
  const waiting = new Map<number, Waiting>();
  let dead: Error | undefined;
  let lastId = 0;

  const send = (message: ToDecodeWorker, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  const decoder: Decoder = {
    name: 'zxing-cpp',
    formats: FORMATS,
    decode: (frame, options) =>
      new Promise((resolve, reject) => {
        if (dead !== undefined) return reject(dead);
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        send({ kind: 'decode', id, frame, options }, transferablesOf(frame));
      }),
  };

  return new Promise((resolve, reject) => {
    const die = (reason: string) => {
      dead = new Error(`the decode worker ended: ${reason}`);
      worker.terminate();
      reject(dead);
      for (const each of waiting.values()) each.reject(dead);
      waiting.clear();
    };
    worker.addEventListener('error', (event) => die(event.message));
    worker.addEventListener('messageerror', () => die('a message could not be read'));
    worker.addEventListener('message', ({ data }: MessageEvent<FromDecodeWorker>) => {
      if (data.kind === 'ready') return resolve(decoder);
      if (data.kind === 'unusable' || data.kind === 'broken') return die(data.reason);
      waiting.get(data.id)?.resolve(data.readings);
      waiting.delete(data.id);
    });
    send({ kind: 'start', wasmUrl });
  });
}
