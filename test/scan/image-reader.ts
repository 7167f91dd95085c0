import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import type { PlainFrame } from '#scan/decoder.ts';
import { decodeGif } from './gif.ts';

export const IMAGE_NAME = /\.(png|jpe?g|gif)$/i;

/** The pixels of an image file on white paper, as a browser's canvas would give them. Throws when unreadable. */
export function readImage(file: string): PlainFrame {
  return onWhite(pixelsOf(readFileSync(file), extname(file).toLowerCase()));
}

function pixelsOf(bytes: Uint8Array, extension: string): PlainFrame {
  if (extension === '.gif') return decodeGif(bytes);
  if (extension === '.png') return plain(PNG.sync.read(bytes));
  return plain(decodeJpeg(bytes, { useTArray: true, maxMemoryUsageInMB: 1024 }));
}

function plain(image: {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}): PlainFrame {
  return { data: new Uint8ClampedArray(image.data), width: image.width, height: image.height };
}

function onWhite({ data, width, height }: PlainFrame): PlainFrame {
  const flat = new Uint8ClampedArray(data);
  for (let i = 0; i < flat.length; i += 4) {
    const alpha = data[i + 3]!;
    for (let channel = i; channel < i + 3; channel++)
      flat[channel] = 255 + ((data[channel]! - 255) * alpha) / 255;
    flat[i + 3] = 255;
  }
  return { data: flat, width, height };
}
