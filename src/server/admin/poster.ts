// A poster for a shop's door: an address that any phone's camera opens, signed by the merchant, as text and as a picture.
import { writeFileSync } from 'node:fs';
import { correction, generate, mode } from 'lean-qr';
import { bytesFromHex } from '#base/bytes.ts';
import { posterUrl } from '#protocol/code.ts';
import { makePoster } from '#protocol/poster.ts';
import type { StoredMerchant } from '#server/catalogue-store.ts';
import type { KeyStore } from '#server/keys.ts';

export interface PosterOrder {
  readonly merchant: StoredMerchant;
  readonly keys: KeyStore;
  /** Host name, with a port where there is one, under which customers reach the wallet. */
  readonly host: string;
  /** What the wallet calls the place. */
  readonly placeName: string;
  readonly nowMs: number;
  readonly posterNumber: number;
}

/** As long as the protocol lets a poster live. */
export const POSTER_LIFE_S = 365 * 86_400;
/** What the wire carries. */
const MOST_NAME = 40;

/** The address that is printed: good for a year. */
export async function posterAddress(order: PosterOrder): Promise<string> {
  const { merchant, keys, host, placeName, nowMs, posterNumber } = order;
  const poster = {
    merchantId: bytesFromHex(merchant.id)!,
    expiresAtS: Math.floor(nowMs / 1000) + POSTER_LIFE_S,
    posterNumber,
    displayName: Array.from(placeName).slice(0, MOST_NAME).join(''),
  };
  return posterUrl(host, await makePoster(poster, await keys.merchant(merchant.id)));
}

const QUIET = 4;

/** A symbol for print: one path, black on white, with its quiet zone and the name of the place below. */
export function posterSvg(address: string, placeName: string): string {
  const level = correction.Q;
  const symbol = generate(mode.auto(address), { minCorrectionLevel: level, maxCorrectionLevel: level });
  const side = symbol.size + 2 * QUIET;
  const squares: string[] = [];
  for (let y = 0; y < symbol.size; y++) {
    for (let x = 0; x < symbol.size; x++)
      if (symbol.get(x, y)) squares.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
  }
  const name = placeName.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side + 8}">
<rect width="100%" height="100%" fill="#fff"/>
<path fill="#000" d="${squares.join('')}"/>
<text x="50%" y="${side + 3}" text-anchor="middle" font-family="sans-serif" font-size="3.2" fill="#000">${name}</text>
</svg>
`;
}

export function writePoster(file: string, address: string, placeName: string): void {
  writeFileSync(file, posterSvg(address, placeName));
}
