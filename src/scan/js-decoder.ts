import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  InvertedLuminanceSource,
  type LuminanceSource,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import type { DecodeOptions, Decoder, Reading } from './decoder.ts';
import type { Format } from './format.ts';
import { JS_FORMATS, type JsReader } from './js-formats.ts';
import { luminanceFromPixels, pixelsFromFrame } from './pixels.ts';

/**
 * ZXing in plain JavaScript, on the calling thread: scans from the first moment, until WebAssembly runs or
 * where it is not allowed. Finds one code per frame and does not tell its bytes.
 */
export function createJsDecoder(): Decoder {
  return {
    name: 'zxing-js',
    formats: [...JS_FORMATS.keys()],
    async decode(frame, options) {
      const readers = await readersFor(options);
      const pixels = pixelsFromFrame(frame);
      const source = new RGBLuminanceSource(luminanceFromPixels(pixels), pixels.width, pixels.height);
      const sources = options.effort === 'fast' ? [source] : [source, new InvertedLuminanceSource(source)];
      const reading = readFirst(sources, readers, options.formats);
      return reading === undefined ? [] : [reading];
    },
  };
}

/** QR codes are read with what is loaded already; the readers of all other formats are three times as large. */
async function readersFor(options: DecodeOptions): Promise<readonly JsReader[]> {
  const hints = new Map(options.effort === 'still' ? [[DecodeHintType.TRY_HARDER, true]] : []);
  const qr = options.formats.includes('qr_code') ? [{ reader: new QRCodeReader(), hints }] : [];
  if (options.formats.every((format) => format === 'qr_code')) return qr;
  const { otherReaders } = await import('./js-readers.ts');
  return [...qr, ...otherReaders(options)];
}

/** The library's own multi-format reader writes one console warning per reader and empty frame. */
function readFirst(
  sources: readonly LuminanceSource[],
  readers: readonly JsReader[],
  formats: readonly Format[],
): Reading | undefined {
  for (const source of sources) {
    for (const { reader, hints } of readers) {
      try {
        const result = reader.decode(new BinaryBitmap(new HybridBinarizer(source)), hints);
        const format = formats.find((each) => JS_FORMATS.get(each) === result.getBarcodeFormat());
        if (format !== undefined) return { text: contentOf(format, result.getText()), format };
      } catch {
        // It throws for "nothing found", for a damaged code and for its own index errors on noise alike.
      }
    }
  }
  return undefined;
}

/** This library leaves out the GS1 application identifier that every DataBar code begins with. */
function contentOf(format: Format, text: string): string {
  return format === 'databar' ? `01${text}` : text;
}
