import { type Result, err, ok } from '#base/result.ts';

export type PasteProblem = { readonly kind: 'paste_empty' } | { readonly kind: 'paste_too_long' };

/** Longer than any code: the largest QR symbol holds 7089 digits. */
const MAX_CHARACTERS = 8000;

/** Byte order mark, soft hyphen, zero-width characters, and the direction marks that chat apps wrap around text. */
// oxlint-disable-next-line no-misleading-character-class
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * What a person meant by pasting: without invisible characters, without line breaks that mail and chat put into
 * long texts, without space around it. Digits of other scripts become ASCII in text of digits only, as printed
 * numbers are pasted; anything else inside the text stays as it is.
 */
export function textFromPaste(pasted: string): Result<string, PasteProblem> {
  const text = pasted
    .replaceAll(INVISIBLE, '')
    .replaceAll(/[\t ]*[\r\n\u2028\u2029]+[\t ]*/g, '')
    .trim();
  if (text === '') return err({ kind: 'paste_empty' });
  if (text.length > MAX_CHARACTERS) return err({ kind: 'paste_too_long' });
  return ok(/^[\p{Nd}\s-]+$/u.test(text) ? asciiDigits(text) : text);
}

/** Arabic-Indic, Persian and full-width digits: their blocks of ten follow the order of the values. */
function asciiDigits(text: string): string {
  return text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => {
    const code = digit.codePointAt(0)!;
    const zero = code >= 0xff10 ? 0xff10 : code >= 0x06f0 ? 0x06f0 : 0x0660;
    return String(code - zero);
  });
}
