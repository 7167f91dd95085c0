// The first picture of a GIF (CompuServe GIF89a). Enough for black-box images; animation is not needed.
import type { PlainFrame } from '#scan/decoder.ts';

/** Throws when the bytes are no GIF or the picture is cut short. */
export function decodeGif(bytes: Uint8Array): PlainFrame {
  if (!/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)))) throw new Error('not a GIF');
  const screenFlags = bytes[10]!;
  const globalColours = colourTable(bytes, 13, screenFlags);
  let at = 13 + globalColours.length;
  let transparent: number | undefined;
  while (bytes[at] === 0x21) {
    if (bytes[at + 1] === 0xf9 && (bytes[at + 3]! & 1) === 1) transparent = bytes[at + 6];
    at = skipBlocks(bytes, at + 2);
  }
  if (bytes[at] !== 0x2c) throw new Error('a GIF without a picture');
  const [width, height, flags] = [uint16(bytes, at + 5), uint16(bytes, at + 7), bytes[at + 9]!];
  const localColours = colourTable(bytes, at + 10, flags);
  const colours = localColours.length > 0 ? localColours : globalColours;
  at += 10 + localColours.length;
  const indices = unpackLzw(joinBlocks(bytes, at + 1), bytes[at]!, width * height);
  const rows = (flags & 0x40) === 0 ? undefined : interlacedRows(height);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < indices.length; i++) {
    const y = Math.floor(i / width);
    const to = 4 * ((rows?.[y] ?? y) * width + (i % width));
    const index = indices[i]!;
    data.set(colours.subarray(3 * index, 3 * index + 3), to);
    data[to + 3] = index === transparent ? 0 : 255;
  }
  return { data, width, height };
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

function colourTable(bytes: Uint8Array, at: number, flags: number): Uint8Array {
  return (flags & 0x80) === 0 ? new Uint8Array(0) : bytes.subarray(at, at + 3 * 2 ** ((flags & 7) + 1));
}

function skipBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((bytes[at] ?? 0) !== 0) at += bytes[at]! + 1;
  return at + 1;
}

function joinBlocks(bytes: Uint8Array, start: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = start; (bytes[at] ?? 0) !== 0; at += bytes[at]! + 1) {
    parts.push(bytes.subarray(at + 1, at + 1 + bytes[at]!));
  }
  return Buffer.concat(parts);
}

function interlacedRows(height: number): readonly number[] {
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  return passes.flatMap(([first, step]) => {
    const rows: number[] = [];
    for (let row = first; row < height; row += step) rows.push(row);
    return rows;
  });
}

/** LZW with codes of growing width, least significant bit first (GIF89a, appendix F). */
function unpackLzw(packed: Uint8Array, minimumBits: number, length: number): Uint8Array {
  const clear = 1 << minimumBits;
  const out = new Uint8Array(length);
  let table: Uint8Array[] = [];
  let [bits, bitAt, outAt] = [minimumBits + 1, 0, 0];
  let previous: Uint8Array | undefined;
  while (outAt < length) {
    const code = bitsAt(packed, bitAt, bits);
    bitAt += bits;
    if (code === clear || table.length === 0) {
      table = Array.from({ length: clear + 2 }, (_, index) => Uint8Array.of(index));
      bits = minimumBits + 1;
      previous = undefined;
      if (code === clear) continue;
    }
    if (code === clear + 1) break;
    const entry: Uint8Array = table[code] ?? extend(previous!, previous![0]!);
    out.set(entry.subarray(0, length - outAt), outAt);
    outAt += entry.length;
    if (previous !== undefined && table.length < 4096) table.push(extend(previous, entry[0]!));
    if (table.length === 1 << bits && bits < 12) bits++;
    previous = entry;
  }
  return out;
}

function bitsAt(packed: Uint8Array, bitAt: number, bits: number): number {
  const byte = bitAt >> 3;
  if (byte >= packed.length) throw new Error('a GIF that is cut short');
  const window = packed[byte]! | ((packed[byte + 1] ?? 0) << 8) | ((packed[byte + 2] ?? 0) << 16);
  return (window >> (bitAt & 7)) & ((1 << bits) - 1);
}

function extend(entry: Uint8Array, last: number): Uint8Array {
  const longer = new Uint8Array(entry.length + 1);
  longer.set(entry);
  longer[entry.length] = last;
  return longer;
}
