import {
  AztecCodeReader,
  BarcodeFormat,
  BinaryBitmap,
  DataMatrixReader,
  DecodeHintType,
  HybridBinarizer,
  InvertedLuminanceSource,
  type LuminanceSource,
  MultiFormatOneDReader,
  PDF417Reader,
  QRCodeReader,
  type Reader,
  RGBLuminanceSource,
} from '@zxing/library';
import type { DecodeOptions, Decoder, Reading } from './decoder.ts';
import { type Format, isLinear } from './format.ts';
import { luminanceFromPixels, pixelsFromFrame } from './pixels.ts';

/**
 * ZXing in plain JavaScript, on the calling thread: scans from the first moment, until WebAssembly runs or
 * where it is not allowed. Finds one code per frame and does not tell its bytes.
 */
export function createJsDecoder(): Decoder {
  return {
    name: 'zxing-js',
    formats: [...LIBRARY_FORMATS.keys()],
    async decode(frame, options) {
      const pixels = pixelsFromFrame(frame);
      const source = new RGBLuminanceSource(luminanceFromPixels(pixels), pixels.width, pixels.height);
      const reading =
        readFirst(source, options) ??
        (options.effort !== 'fast' ? readFirst(new InvertedLuminanceSource(source), options) : undefined);
      return reading === undefined ? [] : [reading];
    },
  };
}

const LIBRARY_FORMATS: ReadonlyMap<Format, BarcodeFormat> = new Map([
  ['aztec', BarcodeFormat.AZTEC],
  ['code_128', BarcodeFormat.CODE_128],
  ['code_39', BarcodeFormat.CODE_39],
  ['code_93', BarcodeFormat.CODE_93],
  ['codabar', BarcodeFormat.CODABAR],
  ['data_matrix', BarcodeFormat.DATA_MATRIX],
  ['ean_13', BarcodeFormat.EAN_13],
  ['ean_8', BarcodeFormat.EAN_8],
  ['itf', BarcodeFormat.ITF],
  ['pdf417', BarcodeFormat.PDF_417],
  ['qr_code', BarcodeFormat.QR_CODE],
  ['upc_a', BarcodeFormat.UPC_A],
  ['upc_e', BarcodeFormat.UPC_E],
  ['databar', BarcodeFormat.RSS_14],
]);

const MATRIX_READERS: ReadonlyMap<Format, () => Reader> = new Map<Format, () => Reader>([
  ['qr_code', () => new QRCodeReader()],
  ['data_matrix', () => new DataMatrixReader()],
  ['aztec', () => new AztecCodeReader()],
  ['pdf417', () => new PDF417Reader()],
]);

/** The library's own multi-format reader writes one console warning per reader and empty frame. */
function readFirst(source: LuminanceSource, options: DecodeOptions): Reading | undefined {
  for (const [reader, hints] of readersFor(options)) {
    try {
      const result = reader.decode(new BinaryBitmap(new HybridBinarizer(source)), hints);
      const format = options.formats.find((each) => LIBRARY_FORMATS.get(each) === result.getBarcodeFormat());
      if (format !== undefined) return { text: contentOf(format, result.getText()), format };
    } catch {
      // It throws for "nothing found", for a damaged code and for its own index errors on noise alike.
    }
  }
  return undefined;
}

type Hints = Map<DecodeHintType, unknown>;

/** Trying harder makes the linear reader see codes in noise (3 of 25 empty frames), the matrix readers not. */
function readersFor({ formats, effort }: DecodeOptions): readonly (readonly [Reader, Hints])[] {
  const harder: Hints = new Map(effort === 'still' ? [[DecodeHintType.TRY_HARDER, true]] : []);
  const readers = formats.flatMap((format) => MATRIX_READERS.get(format)?.() ?? []);
  const matrix = readers.map((reader) => [reader, harder] as const);
  const linear = formats.flatMap((format) => (isLinear(format) ? (LIBRARY_FORMATS.get(format) ?? []) : []));
  if (linear.length === 0) return matrix;
  const hints: Hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, linear],
    [DecodeHintType.RETURN_CODABAR_START_END, true],
  ]);
  return [...matrix, [new MultiFormatOneDReader(hints), hints]];
}

/** This library leaves out the GS1 application identifier that every DataBar code begins with. */
function contentOf(format: Format, text: string): string {
  return format === 'databar' ? `01${text}` : text;
}
