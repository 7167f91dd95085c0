// What people type: digits of their own script, their own separators (field study, request 36).

const ARABIC_INDIC_ZERO = 0x0660;
const PERSIAN_ZERO = 0x06f0;
const FULLWIDTH_ZERO = 0xff10;

/** Turns Arabic-Indic, Persian and full-width digits into ASCII digits; leaves everything else alone. */
export function asciiDigitsFrom(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero =
      code >= FULLWIDTH_ZERO ? FULLWIDTH_ZERO : code >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_INDIC_ZERO;
    return String(code - zero);
  });
}

/**
 * Minor units of a typed amount, e.g. "12,5", "۱۲٫۵" or "1'200.00". The last separator is the decimal one when
 * at most `exponent` digits follow it. `undefined` when it is no amount, or too large for a safe integer.
 */
export function amountMinorFrom(text: string, exponent: number): number | undefined {
  const plain = asciiDigitsFrom(text).replace(/[\s\u00a0\u202f\u200c\u200e\u200f\u061c]/g, '');
  if (!/^\d[\d.,'’٫٬]*$/.test(plain)) return undefined;
  const [whole, fraction] = splitAtDecimal(plain, exponent);
  const amountMinor = Number(whole.replace(/\D/g, '') + fraction.padEnd(exponent, '0'));
  return Number.isSafeInteger(amountMinor) ? amountMinor : undefined;
}

function splitAtDecimal(plain: string, exponent: number): readonly [string, string] {
  const at = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','), plain.lastIndexOf('٫'));
  const fraction = at < 0 ? '' : plain.slice(at + 1);
  const isDecimal = at >= 0 && exponent > 0 && fraction.length <= exponent;
  return isDecimal ? [plain.slice(0, at), fraction] : [plain, ''];
}
