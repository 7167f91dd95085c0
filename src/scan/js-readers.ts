// The readers of everything but QR codes, in a file of its own because most scanners never need them.
import {
  AztecCodeReader,
  DataMatrixReader,
  DecodeHintType,
  MultiFormatOneDReader,
  PDF417Reader,
  type Reader,
} from '@zxing/library';
import type { DecodeOptions } from './decoder.ts';
import { type Format, isLinear } from './format.ts';
import { JS_FORMATS, type JsReader } from './js-formats.ts';

const MATRIX_READERS: ReadonlyMap<Format, () => Reader> = new Map<Format, () => Reader>([
  ['data_matrix', () => new DataMatrixReader()],
  ['aztec', () => new AztecCodeReader()],
  ['pdf417', () => new PDF417Reader()],
]);

/** Trying harder makes the linear reader see codes in noise (3 of 25 empty frames), the matrix readers not. */
export function otherReaders({ formats, effort }: DecodeOptions): readonly JsReader[] {
  const harder: JsReader['hints'] = new Map(effort === 'still' ? [[DecodeHintType.TRY_HARDER, true]] : []);
  const matrix = formats.flatMap((format) => MATRIX_READERS.get(format)?.() ?? []);
  const readers = matrix.map((reader) => ({ reader, hints: harder }));
  const linear = formats.flatMap((format) => (isLinear(format) ? (JS_FORMATS.get(format) ?? []) : []));
  if (linear.length === 0) return readers;
  const hints: JsReader['hints'] = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, linear],
    [DecodeHintType.RETURN_CODABAR_START_END, true],
  ]);
  return [...readers, { reader: new MultiFormatOneDReader(hints), hints }];
}
