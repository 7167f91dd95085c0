import { generate } from 'lean-qr';
import { PNG } from 'pngjs';

const MODULE_PX = 8;
const MARGIN_PX = 48;

/** A white PNG, as base64, that shows the given texts as QR codes side by side. */
export function codePicture(...texts: readonly string[]): string {
  const codes = texts.map((text) => generate(text));
  const side = Math.max(29, ...codes.map((code) => code.size)) * MODULE_PX;
  const cell = side + 2 * MARGIN_PX;
  const png = new PNG({ width: Math.max(1, codes.length) * cell, height: cell });
  png.data.fill(255);
  for (const [index, code] of codes.entries()) {
    for (let y = 0; y < code.size * MODULE_PX; y++) {
      for (let x = 0; x < code.size * MODULE_PX; x++) {
        if (!code.get(Math.floor(x / MODULE_PX), Math.floor(y / MODULE_PX))) continue;
        const at = 4 * ((y + MARGIN_PX) * png.width + index * cell + x + MARGIN_PX);
        png.data.fill(0, at, at + 3);
      }
    }
  }
  return PNG.sync.write(png).toString('base64');
}
