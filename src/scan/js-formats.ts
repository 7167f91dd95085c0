import { BarcodeFormat, type DecodeHintType, type Reader } from '@zxing/library';
import type { Format } from './format.ts';

/** A reader of the library with the hints that it is to be called with. */
export interface JsReader {
  readonly reader: Reader;
  readonly hints: Map<DecodeHintType, unknown>;
}

/** What ZXing in JavaScript reads. Its reader of DataBar Expanded calls itself unfinished and is left out. */
export const JS_FORMATS: ReadonlyMap<Format, BarcodeFormat> = new Map([
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
