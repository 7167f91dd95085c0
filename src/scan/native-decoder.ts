import type { Decoder, Reading } from './decoder.ts';
import { FORMATS, type Format } from './format.ts';

/** The part of the W3C Shape Detection draft that is used here; the DOM library does not know it yet. */
export interface NativeDetector {
  detect(image: ImageBitmap | ImageData): Promise<readonly { rawValue: string; format: string }[]>;
}

export interface NativeDetectorClass {
  new (options: { formats: readonly string[] }): NativeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/**
 * The decoder of the operating system: Chrome on Android, ChromeOS and macOS. `undefined` where the browser has
 * none, or has the class but nothing behind it (it then reports no format).
 */
export async function loadNativeDecoder(
  detectorClass: NativeDetectorClass | undefined = detectorOfBrowser(),
): Promise<Decoder | undefined> {
  if (detectorClass === undefined) return undefined;
  const supported = new Set(await detectorClass.getSupportedFormats());
  const formats = FORMATS.filter((format) => supported.has(format));
  if (formats.length === 0) return undefined;
  const detectors = new Map<string, NativeDetector>();
  return {
    name: 'native',
    formats,
    async decode(frame, options) {
      const asked = options.formats.filter((format) => supported.has(format));
      if (asked.length === 0) return [];
      const key = asked.join();
      const detector = detectors.get(key) ?? new detectorClass({ formats: asked });
      detectors.set(key, detector);
      const image = 'data' in frame ? new ImageData(frame.data, frame.width, frame.height) : frame;
      const found = await detector.detect(image);
      if ('close' in image) image.close();
      return found.flatMap((each) => readingFrom(each, asked)).slice(0, options.maxReadings);
    },
  };
}

function detectorOfBrowser(): NativeDetectorClass | undefined {
  return (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
}

/** An empty value is what Android reports for content that is no text. */
function readingFrom(
  found: { rawValue: string; format: string },
  asked: readonly Format[],
): readonly Reading[] {
  const format = asked.find((each) => each === found.format);
  return format === undefined || found.rawValue === '' ? [] : [{ text: found.rawValue, format }];
}
