import { asciiDigitsFrom } from '#i18n/digits.ts';

/** Length of a pairing code (the contract of POST /api/v1/terminals). */
export const PAIRING_CODE_LENGTH = 8;

/**
 * What the operator's command printed, from what a person typed: spaces and dashes go, digits of any script count,
 * and letters that Crockford's base32 leaves out stand for the digits they look like.
 */
export function pairingCodeFrom(typed: string): string {
  return asciiDigitsFrom(typed)
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-HJKMNP-TV-Z]/g, '')
    .slice(0, PAIRING_CODE_LENGTH);
}
