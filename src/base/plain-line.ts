// Text that people give and others read on one line: on a screen, in a terminal, in a file with a record per line.

/** Controls, formats, what no character is yet, and separators of lines; but not the two that join letters in Persian and emoji. */
const UNSEEN = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'gu');
const FORMATS = /(?![\u200c\u200d])\p{Cf}/gu;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Nothing in it is unseen or breaks the line. */
export function isPlainLine(text: string): boolean {
  return !UNSEEN.test(text);
}

/** There is something to read in it. */
export function isReadable(text: string): boolean {
  return SEEN.test(text);
}

/** The same text as a plain line: what only steers how text is written goes, anything else that is unseen is a space. */
export function plainLine(text: string): string {
  return text.replaceAll(FORMATS, '').replaceAll(ALL_UNSEEN, ' ').trim();
}
