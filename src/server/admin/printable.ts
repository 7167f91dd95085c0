import { plainLine } from '#base/plain-line.ts';

/** Values as one line of a table: none can begin another column or line, or speak to the terminal. */
export function tableRow(values: readonly (string | number)[]): string {
  return values.map((value) => plainLine(String(value))).join('\t');
}

/** Whatever is about to be written to a terminal: lines and columns stay, what would steer the terminal is spelled out. */
export function printable(text: string): string {
  return text.replaceAll(STEERING, (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`);
}

const STEERING = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}]|[\u202a-\u202e\u2066-\u2069]/gu;
