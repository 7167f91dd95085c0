// What we draw, an independent reader reads back.
import {
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeModulesFrom, LEAST_PX_PER_MODULE, pixelsPerModule, QUIET_MODULES } from '#ui/code-modules.ts';
import type { CodeModules } from '#ui/code-modules.ts';

const PURE = new Map([[DecodeHintType.PURE_BARCODE, true]]);
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 of a message: the characters our codes really carry. */
const wireText = fc
  .array(fc.constantFrom(...ALPHANUMERIC), { minLength: 1, maxLength: 520 })
  .map((characters) => `LW1:${characters.join('')}`);

test('decode after draw is identity for every text our codes can carry', () => {
  fc.assert(
    fc.property(wireText, (text) => {
      expect(read(codeModulesFrom(text)!)).toBe(text);
    }),
    { numRuns: 60 },
  );
});

test('a message of 332 bytes stays within version 14, as the protocol promises', () => {
  const base45Length = Math.ceil((332 * 3) / 2);
  const modules = codeModulesFrom(`LW1:${'6B'.repeat(base45Length / 2)}`)!;
  expect(modules.size).toBeLessThanOrEqual(73);
});

test('text outside the alphanumeric set is drawn too, without losing a character', () => {
  expect(read(codeModulesFrom('https://example.org/r#abc')!)).toBe('https://example.org/r#abc');
});

test('a text that no symbol can hold is refused, not cut off', () => {
  expect(codeModulesFrom('A'.repeat(5000))).toBeUndefined();
});

test('every module is a whole number of pixels, as many as fit, never too few to be read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 21, max: 177 }), (roomPx, size) => {
      const step = pixelsPerModule(roomPx, size);
      expect(Number.isInteger(step)).toBe(true);
      expect(step).toBeGreaterThanOrEqual(LEAST_PX_PER_MODULE);
      const side = size + 2 * QUIET_MODULES;
      if (step > LEAST_PX_PER_MODULE) expect(step * side).toBeLessThanOrEqual(roomPx);
      expect((step + 1) * side).toBeGreaterThan(roomPx);
    }),
  );
});

test('our messages fill a phone held upright at 4 or more pixels per module', () => {
  expect(pixelsPerModule(390, 73)).toBeGreaterThanOrEqual(4);
});

/** Renders like the canvas does and reads with zxing-js. */
function read(modules: CodeModules): string {
  const step = 4;
  const side = (modules.size + 2 * QUIET_MODULES) * step;
  const pixels = new Uint8ClampedArray(side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, row] = [Math.floor(x / step) - QUIET_MODULES, Math.floor(y / step) - QUIET_MODULES];
      const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
      if (inside && modules.dark(column, row)) pixels[y * side + x] = 0;
    }
  }
  const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(pixels, side, side)));
  return new QRCodeReader().decode(bitmap, PURE).getText();
}
