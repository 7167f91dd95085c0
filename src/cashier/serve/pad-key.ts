import { asciiDigitsFrom } from '#i18n/digits.ts';
import type { PadKey } from './sale.ts';

/** The pad's key for a key of the keyboard, also for the digits of another script. `undefined`: not the pad's. */
export function padKeyFrom(key: string): PadKey | undefined {
  if (key === 'Backspace') return { kind: 'erase' };
  if (key === 'Delete') return { kind: 'clear' };
  const digit = asciiDigitsFrom(key);
  return /^\d$/.test(digit) ? { kind: 'digits', digits: digit } : undefined;
}
