// From text to the modules of a QR symbol, and the size they get on a screen. No DOM here.
import { correction, generate, mode } from 'lean-qr';

/** White modules on each side that ISO/IEC 18004 asks for. */
export const QUIET_MODULES = 4;
/** Below this zxing-cpp begins to miss codes on a camera picture (src/scan/README.md, "Measuring"). */
export const LEAST_PX_PER_MODULE = 3;

export interface CodeModules {
  /** Modules per side, without the quiet zone. */
  readonly size: number;
  readonly dark: (x: number, y: number) => boolean;
}

/**
 * Alphanumeric mode with error correction M, as our messages are base45. Texts with other characters fall back to
 * the smallest mix of modes, without an ECI header (it breaks legacy scanners). `undefined` when it is too long.
 */
export function codeModulesFrom(text: string): CodeModules | undefined {
  try {
    const data =
      mode.alphaNumeric.test(text) && isAlphaNumeric(text) ? mode.alphaNumeric(text) : mode.auto(text);
    const symbol = generate(data, { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M });
    return { size: symbol.size, dark: (x, y) => symbol.get(x, y) };
  } catch {
    return undefined;
  }
}

function isAlphaNumeric(text: string): boolean {
  return /^[0-9A-Z $%*+\-./:]*$/.test(text);
}

/**
 * Whole device pixels per module, so that every module has the same width: as large as fits, never below the
 * least, even if the symbol then overflows its room.
 */
export function pixelsPerModule(roomPx: number, size: number): number {
  return Math.max(LEAST_PX_PER_MODULE, Math.floor(roomPx / (size + 2 * QUIET_MODULES)));
}
