// Compression that answers at once. The platform's works in a pool of threads, whose order no seed decides.
import { deflateSync, inflateSync } from 'node:zlib';

globalThis.CompressionStream = whole(deflateSync) as unknown as typeof CompressionStream;
globalThis.DecompressionStream = whole(inflateSync) as unknown as typeof DecompressionStream;

/** A stream class that gathers what is written, and yields it packed when the writer closes. */
function whole(pack: (bytes: Uint8Array) => Uint8Array): typeof TransformStream {
  return class extends TransformStream<Uint8Array, Uint8Array> {
    constructor(format: unknown) {
      if (format !== 'deflate') throw new TypeError(`nobody here packs by ${String(format)}`);
      const gathered: Uint8Array[] = [];
      super({
        transform: (chunk) => void gathered.push(chunk),
        flush: (controller) => controller.enqueue(Uint8Array.from(pack(Buffer.concat(gathered)))),
      });
    }
  } as typeof TransformStream;
}
