/**
 * Bar-code formats by the names of the W3C Shape Detection draft, so that `BarcodeDetector` needs no table;
 * the formats below `upc_e` are unknown to that draft and are named in its manner.
 */
export const FORMATS = [
  'aztec',
  'code_128',
  'code_39',
  'code_93',
  'codabar',
  'data_matrix',
  'ean_13',
  'ean_8',
  'itf',
  'pdf417',
  'qr_code',
  'upc_a',
  'upc_e',
  'databar',
  'databar_expanded',
  'databar_limited',
  'maxicode',
  'micro_qr_code',
  'rmqr_code',
] as const;

export type Format = (typeof FORMATS)[number];

const LINEAR: ReadonlySet<Format> = new Set([
  'code_128',
  'code_39',
  'code_93',
  'codabar',
  'ean_13',
  'ean_8',
  'itf',
  'upc_a',
  'upc_e',
  'databar',
  'databar_expanded',
  'databar_limited',
]);

/** One-dimensional codes have little or no error detection: camera noise can look like one. */
export function isLinear(format: Format): boolean {
  return LINEAR.has(format);
}
