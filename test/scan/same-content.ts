import type { Reading } from '#scan/decoder.ts';

/**
 * Whether a reading says what the reference text says. The references write some formats for people: Codabar
 * without its start and stop letters, GS1 content with brackets and without separators, DataBar without its
 * application identifier. UPC-E is compared by the article number it stands for, since notations differ.
 */
export function sameContent(reading: Reading, expected: string): boolean {
  const wanted = expected.replace(/\r?\n$/, '');
  if (reading.text === wanted || reading.text === expected) return true;
  switch (reading.format) {
    case 'codabar':
      return reading.text.replace(/^[A-D]|[A-D]$/gi, '') === wanted;
    case 'databar':
    case 'databar_limited':
      return reading.text === `01${wanted}` || withoutBrackets(wanted) === reading.text;
    case 'ean_13':
    case 'upc_a':
    case 'upc_e':
      return articleNumber(reading.text) === articleNumber(wanted);
    default:
      return isGs1(reading) && withoutBrackets(wanted) === reading.text.replaceAll('\u001d', '');
  }
}

/** AIM symbology identifiers that announce GS1 content. */
function isGs1(reading: Reading): boolean {
  return [']C1', ']d2', ']e0', ']e1', ']e2', ']Q3', ']z1'].includes(reading.symbology ?? '');
}

function withoutBrackets(text: string): string {
  return text.replaceAll(/\((\d{2,4})\)/g, '$1');
}

/** A GTIN of 13 digits for every notation of EAN-13, UPC-A and UPC-E; any other text as it is. */
export function articleNumber(text: string): string {
  if (/^\d{12}$/.test(text)) return `0${text}`;
  if (!/^[01]\d{7}$/.test(text)) return text;
  const [system, body, check] = [text[0]!, text.slice(1, 7), text[7]!];
  return `0${system}${expandUpcE(body)}${check}`;
}

/** The six digits of a UPC-E as the ten of the UPC-A they stand for (GS1 General Specifications, 5.2.2.4). */
function expandUpcE(body: string): string {
  const last = body[5]!;
  if ('012'.includes(last)) return `${body.slice(0, 2)}${last}0000${body.slice(2, 5)}`;
  if (last === '3') return `${body.slice(0, 3)}00000${body.slice(3, 5)}`;
  if (last === '4') return `${body.slice(0, 4)}00000${body[4]}`;
  return `${body.slice(0, 5)}0000${last}`;
}
