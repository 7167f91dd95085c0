import type { Decoder, DecoderName, DecoderSet, Effort } from './decoder.ts';
import type { Format } from './format.ts';

/** `undefined`: this platform does not have it. A rejection: it could not be loaded this time. */
export type DecoderLoader = () => Promise<Decoder | undefined>;

/** The system's decoder costs least, ZXing-C++ reads most, ZXing in JavaScript is there at once. */
const ORDER: Readonly<Record<Effort, readonly DecoderName[]>> = {
  fast: ['native', 'zxing-cpp', 'zxing-js'],
  thorough: ['zxing-cpp', 'native', 'zxing-js'],
  still: ['zxing-cpp', 'native', 'zxing-js'],
};

/** Loads all decoders at the first need and uses the best of those that are ready by then. */
export function createDecoderSet(loaders: readonly DecoderLoader[]): DecoderSet {
  const ready = new Map<DecoderName, Decoder>();
  const loading = new Map<DecoderLoader, Promise<Decoder | undefined>>();
  const loaderOf = new WeakMap<Decoder, DecoderLoader>();

  function load(): readonly Promise<Decoder | undefined>[] {
    return loaders.map((loader) => {
      const started = loading.get(loader) ?? loadOnce(loader);
      loading.set(loader, started);
      return started;
    });
  }

  async function loadOnce(loader: DecoderLoader): Promise<Decoder | undefined> {
    try {
      const decoder = await loader();
      if (decoder === undefined) return undefined;
      ready.set(decoder.name, decoder);
      loaderOf.set(decoder, loader);
      return decoder;
    } catch {
      // Not cached yet and no network: the next scanner tries again.
      loading.delete(loader);
      return undefined;
    }
  }

  function best(formats: readonly Format[], effort: Effort): Decoder | undefined {
    const inOrder = ORDER[effort].flatMap((name) => ready.get(name) ?? []);
    return (
      inOrder.find((decoder) => formats.every((format) => decoder.formats.includes(format))) ?? inOrder[0]
    );
  }

  return {
    warm: () => void load(),
    best,
    first: () => firstDecoder(load()),
    async strongest(formats) {
      await Promise.all(load());
      return best(formats, 'still');
    },
    drop(decoder) {
      const loader = loaderOf.get(decoder);
      if (loader === undefined || ready.get(decoder.name) !== decoder) return;
      ready.delete(decoder.name);
      loading.delete(loader);
    },
  };
}

async function firstDecoder(loading: readonly Promise<Decoder | undefined>[]): Promise<Decoder | undefined> {
  const present = loading.map(
    async (each) => (await each) ?? Promise.reject(new Error('not on this platform')),
  );
  return Promise.any(present).catch(() => undefined);
}
