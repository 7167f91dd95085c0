import { describe, expect, test } from 'vitest';
import { type DecoderLoader, createDecoderSet } from '#scan/decoder-set.ts';
import type { Decoder, DecoderName } from '#scan/decoder.ts';
import type { Format } from '#scan/format.ts';
import { type NativeDetectorClass, loadNativeDecoder } from '#scan/native-decoder.ts';

const QR: readonly Format[] = ['qr_code'];

function decoderNamed(name: DecoderName, formats: readonly Format[] = ['qr_code', 'ean_13']): Decoder {
  return { name, formats, decode: async () => [] };
}

const loads =
  (decoder: Decoder | undefined): DecoderLoader =>
  async () =>
    decoder;
const never: DecoderLoader = () => new Promise(() => {});
const fails: DecoderLoader = () => Promise.reject(new Error('no network'));

describe('which decoder is used', () => {
  test('the one in JavaScript until the others are ready', async () => {
    const set = createDecoderSet([loads(undefined), never, loads(decoderNamed('zxing-js'))]);
    expect(set.best(QR, 'fast')).toBeUndefined();
    expect((await set.first())?.name).toBe('zxing-js');
    expect(set.best(QR, 'fast')?.name).toBe('zxing-js');
  });

  test('the native one for fast looks, the strong one for thorough looks and images', async () => {
    const all = (['zxing-js', 'zxing-cpp', 'native'] as const).map((name) => loads(decoderNamed(name)));
    const set = createDecoderSet(all);
    expect((await set.strongest(QR))?.name).toBe('zxing-cpp');
    expect(set.best(QR, 'fast')?.name).toBe('native');
    expect(set.best(QR, 'thorough')?.name).toBe('zxing-cpp');
  });

  test('one that reads all formats asked for comes before one that does not', async () => {
    const set = createDecoderSet([
      loads(decoderNamed('native', ['qr_code'])),
      loads(decoderNamed('zxing-cpp')),
    ]);
    await set.strongest(QR);
    expect(set.best(['qr_code', 'ean_13'], 'fast')?.name).toBe('zxing-cpp');
    expect(set.best(['maxicode'], 'fast')?.name).toBe('native');
  });

  test('a dropped one is followed by the next, and after the last there is none', async () => {
    const set = createDecoderSet([loads(decoderNamed('zxing-cpp')), loads(decoderNamed('zxing-js'))]);
    set.drop((await set.strongest(QR))!);
    expect(set.best(QR, 'fast')?.name).toBe('zxing-js');
    set.drop(set.best(QR, 'fast')!);
    expect(set.best(QR, 'fast')).toBeUndefined();
  });

  test('a dropped one is loaded anew by the next scanner', async () => {
    const fresh = [decoderNamed('zxing-cpp'), decoderNamed('zxing-cpp')];
    const set = createDecoderSet([async () => fresh.shift()]);
    const [broken, second] = [await set.first(), fresh[0]];
    set.drop(broken!);
    expect(await set.first()).toBe(second);
    set.drop(broken!);
    expect(set.best(QR, 'fast')).toBe(second);
  });

  test('when nothing can be loaded, waiting ends with nothing', async () => {
    const set = createDecoderSet([fails, loads(undefined)]);
    expect(await set.first()).toBeUndefined();
    expect(await set.strongest(QR)).toBeUndefined();
  });

  test('what could not be loaded is tried again the next time', async () => {
    let online = false;
    const set = createDecoderSet([() => (online ? loads(decoderNamed('zxing-cpp'))() : fails())]);
    expect(await set.first()).toBeUndefined();
    online = true;
    expect((await set.first())?.name).toBe('zxing-cpp');
  });

  test('everything is loaded once, however often it is asked for', async () => {
    let loaded = 0;
    const set = createDecoderSet([
      async () => {
        loaded++;
        return decoderNamed('zxing-cpp');
      },
    ]);
    set.warm();
    set.warm();
    await Promise.all([set.first(), set.strongest(QR)]);
    expect(loaded).toBe(1);
  });
});

describe('the native decoder', () => {
  /** Stands for the operating system's detector, which no browser of this suite has. */
  function detectorThatFinds(supported: readonly string[], found: { rawValue: string; format: string }[]) {
    const built: (readonly string[])[] = [];
    class Detector {
      static getSupportedFormats = async () => supported;
      constructor(options: { formats: readonly string[] }) {
        built.push(options.formats);
      }
      detect = async () => found;
    }
    return { detectorClass: Detector satisfies NativeDetectorClass, built };
  }

  test('is absent where the browser has none or reports no format that is known', async () => {
    expect(await loadNativeDecoder(undefined)).toBeUndefined();
    expect(await loadNativeDecoder(detectorThatFinds([], []).detectorClass)).toBeUndefined();
    expect(await loadNativeDecoder(detectorThatFinds(['unknown'], []).detectorClass)).toBeUndefined();
  });

  test('is asked for supported formats only and closes the frame', async () => {
    const { detectorClass, built } = detectorThatFinds(
      ['qr_code', 'ean_13', 'unknown'],
      [
        { rawValue: 'A', format: 'qr_code' },
        { rawValue: '', format: 'qr_code' },
        { rawValue: 'B', format: 'ean_13' },
      ],
    );
    const decoder = await loadNativeDecoder(detectorClass);
    let closed = 0;
    const frame: ImageBitmap = { width: 1, height: 1, close: () => closed++ };
    const readings = await decoder!.decode(frame, {
      formats: ['qr_code', 'maxicode'],
      effort: 'fast',
      maxReadings: 4,
    });
    expect(readings).toEqual([{ text: 'A', format: 'qr_code' }]);
    expect(decoder!.formats).toEqual(['ean_13', 'qr_code']);
    expect(built).toEqual([['qr_code']]);
    expect(closed).toBe(1);
  });
});
