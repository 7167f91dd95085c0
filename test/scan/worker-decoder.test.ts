import { describe, expect, test } from 'vitest';
import type { FromDecodeWorker, ToDecodeWorker } from '#scan/decode-protocol.ts';
import type { DecodeOptions, PlainFrame } from '#scan/decoder.ts';
import { startWorkerDecoder } from '#scan/worker-decoder.ts';

const OPTIONS: DecodeOptions = { formats: ['qr_code'], effort: 'fast', maxReadings: 1 };
const frame = (): PlainFrame => ({ data: new Uint8ClampedArray(4), width: 1, height: 1 });

/** A worker that answers by hand; what it was sent is cloned and transferred as a browser does. */
class HandWorker extends EventTarget {
  readonly received: ToDecodeWorker[] = [];
  terminated = false;

  postMessage(message: ToDecodeWorker, transfer: Transferable[]): void {
    this.received.push(structuredClone(message, { transfer: transfer as ArrayBuffer[] }));
  }

  terminate(): void {
    this.terminated = true;
  }

  say(data: FromDecodeWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function startedBy(worker: HandWorker) {
  return startWorkerDecoder(worker as unknown as Worker, 'https://shop.example/reader.wasm');
}

describe('the decoder in its worker', () => {
  test('is told where our own WebAssembly file is, and is there once it says so', async () => {
    const worker = new HandWorker();
    const starting = startedBy(worker);
    expect(worker.received).toEqual([{ kind: 'start', wasmUrl: 'https://shop.example/reader.wasm' }]);
    worker.say({ kind: 'ready' });
    expect((await starting).name).toBe('zxing-cpp');
  });

  test('answers belong to their frames in any order, and pixels are handed over, not copied', async () => {
    const worker = new HandWorker();
    const starting = startedBy(worker);
    worker.say({ kind: 'ready' });
    const decoder = await starting;
    const handedOver = frame();
    const results = [decoder.decode(handedOver, OPTIONS), decoder.decode(frame(), OPTIONS)];
    worker.say({ kind: 'readings', id: 2, readings: [{ text: 'second', format: 'qr_code' }] });
    worker.say({ kind: 'readings', id: 1, readings: [{ text: 'first', format: 'qr_code' }] });
    expect((await Promise.all(results)).map(([reading]) => reading?.text)).toEqual(['first', 'second']);
    expect(handedOver.data.length).toBe(0);
  });

  test('one that cannot run WebAssembly is ended and reported', async () => {
    const worker = new HandWorker();
    const starting = startedBy(worker);
    worker.say({ kind: 'unusable', reason: 'content security policy' });
    await expect(starting).rejects.toThrow('content security policy');
    expect(worker.terminated).toBe(true);
  });

  test('one that dies rejects the frame under way and all later ones', async () => {
    const worker = new HandWorker();
    const starting = startedBy(worker);
    worker.say({ kind: 'ready' });
    const decoder = await starting;
    const underWay = decoder.decode(frame(), OPTIONS);
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(underWay).rejects.toThrow('out of memory');
    await expect(decoder.decode(frame(), OPTIONS)).rejects.toThrow('out of memory');
    expect(worker.terminated).toBe(true);
  });
});
