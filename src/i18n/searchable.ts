// One spelling for all the ways in which people type the same word, so that a search finds it.
import { asciiDigitsFrom } from './digits.ts';

/** Letters that Arabic, Persian and Vietnamese keyboards give differently and readers take for one. */
const SAME_LETTERS: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
  ة: 'ه',
  ۀ: 'ه',
  ٱ: 'ا',
  đ: 'd',
};

/**
 * Lower case without accents, vowel signs, tatweel and invisible joiners; Arabic and Persian letters and digits of either
 * keyboard alike. For comparing only, never for showing.
 */
export function searchable(text: string): string {
  const plain = asciiDigitsFrom(text)
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Cf}\u0640]/gu, '')
    .toLowerCase();
  return plain
    .replace(/[يىكةۀٱđ]/gu, (letter) => SAME_LETTERS[letter]!)
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim();
}

/** Whether every word of the query begins a word of the text or stands in one; both as `searchable` gives them. */
export function finds(query: string, text: string): boolean {
  return query.split(' ').every((word) => text.includes(word));
}
