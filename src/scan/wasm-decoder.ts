import {
  prepareZXingModule,
  readBarcodes,
  type ReaderOptions,
  type ReadInputBarcodeFormat,
  type ReadResult,
} from 'zxing-wasm/reader';
import type { DecodeOptions, Decoder, Effort, PlainFrame, Reading } from './decoder.ts';
import { FORMATS, type Format } from './format.ts';
import { halfSize, pixelsFromFrame } from './pixels.ts';

/** Where the WebAssembly file is: an address of our own origin, or its bytes (outside a browser). */
export type WasmFile = { readonly url: string } | { readonly bytes: ArrayBuffer };

/**
 * ZXing-C++ compiled to WebAssembly: the strong decoder. Without `locateFile` the library would fetch its
 * file from a CDN, which an offline app must never do. Rejects when the file cannot be fetched or run.
 */
export async function loadWasmDecoder(file: WasmFile): Promise<Decoder> {
  const overrides = 'url' in file ? { locateFile: () => file.url } : { wasmBinary: file.bytes };
  await prepareZXingModule({ overrides, fireImmediately: true });
  return {
    name: 'zxing-cpp',
    formats: FORMATS,
    async decode(frame, options) {
      const pixels = pixelsFromFrame(frame);
      for (const pass of passesFor(options.effort)) {
        const found = await readBarcodes(pass.prepare(pixels) as ImageData, readerOptions(options, pass));
        const readings = found.flatMap((result) => readingFrom(result, options.formats));
        if (readings.length > 0) return readings;
      }
      return [];
    },
  };
}

interface Pass {
  readonly prepare: (pixels: PlainFrame) => PlainFrame;
  readonly thorough: boolean;
  readonly binarizer: 'LocalAverage' | 'GlobalHistogram';
}

const asItIs = (pixels: PlainFrame) => pixels;
const FAST: Pass = { prepare: asItIs, thorough: false, binarizer: 'LocalAverage' };
const THOROUGH: Pass = { prepare: asItIs, thorough: true, binarizer: 'LocalAverage' };

/** Each further pass reads images of the black-box sets that the ones before it miss. */
const STILL: readonly Pass[] = [
  THOROUGH,
  { prepare: asItIs, thorough: true, binarizer: 'GlobalHistogram' },
  { prepare: halfSize, thorough: true, binarizer: 'LocalAverage' },
];

function passesFor(effort: Effort): readonly Pass[] {
  if (effort === 'still') return STILL;
  return effort === 'thorough' ? [THOROUGH] : [FAST];
}

/**
 * What the library is asked for, and all that it may then answer. It answers with a variant (`Code39Ext`) when
 * asked for a family (`Code39`); the matrix families have to be asked for whole, their variants alone find nothing.
 */
const LIBRARY_FORMATS: Readonly<Record<Format, readonly ReadInputBarcodeFormat[]>> = {
  aztec: ['Aztec', 'AztecCode', 'AztecRune'],
  code_128: ['Code128'],
  code_39: ['Code39', 'Code39Std', 'Code39Ext'],
  code_93: ['Code93'],
  codabar: ['Codabar'],
  data_matrix: ['DataMatrix'],
  ean_13: ['EAN13', 'ISBN'],
  ean_8: ['EAN8'],
  itf: ['ITF', 'ITF14'],
  pdf417: ['PDF417', 'CompactPDF417', 'MicroPDF417'],
  qr_code: ['QRCode', 'QRCodeModel1', 'QRCodeModel2'],
  upc_a: ['UPCA'],
  upc_e: ['UPCE'],
  databar: ['DataBarOmni', 'DataBarStk', 'DataBarStkOmni'],
  databar_expanded: ['DataBarExp', 'DataBarExpStk'],
  databar_limited: ['DataBarLtd'],
  maxicode: ['MaxiCode'],
  micro_qr_code: ['MicroQRCode'],
  rmqr_code: ['RMQRCode'],
};

function readerOptions(options: DecodeOptions, pass: Pass): ReaderOptions {
  return {
    formats: options.formats.flatMap((format) => LIBRARY_FORMATS[format]),
    tryHarder: pass.thorough,
    tryRotate: pass.thorough,
    tryInvert: pass.thorough,
    tryDownscale: pass.thorough,
    tryDenoise: pass.thorough,
    binarizer: pass.binarizer,
    maxNumberOfSymbols: options.maxReadings,
    // The default shows GS1 content in brackets and control characters as names: not what the code contains.
    textMode: 'Plain',
  };
}

function readingFrom(result: ReadResult, asked: readonly Format[]): readonly Reading[] {
  const answered = result.format;
  if (answered === 'None') return [];
  const format = asked.find((each) => LIBRARY_FORMATS[each].includes(answered));
  const rest = { bytes: new Uint8Array(result.bytes), symbology: result.symbologyIdentifier };
  // The bars of an EAN-13 that begins with 0 are those of a UPC-A: other decoders tell the shorter number.
  if (answered === 'EAN13' && asked.includes('upc_a') && result.text.startsWith('0')) {
    return [{ text: result.text.slice(1), format: 'upc_a', ...rest }];
  }
  if (format === undefined) return [];
  return [{ text: format === 'upc_e' ? compressedUpcE(result) : result.text, format, ...rest }];
}

/** The library expands UPC-E to 13 digits in `text` and keeps what was printed beside it. */
function compressedUpcE(result: ReadResult): string {
  const extra: unknown = JSON.parse(result.extra);
  const printed = typeof extra === 'object' && extra !== null && 'UPCE' in extra ? extra.UPCE : undefined;
  return typeof printed === 'string' ? printed : result.text;
}
