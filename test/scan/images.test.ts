// Decode rates over ZXing's black-box images, folder by folder, never below what was measured.
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Decoder } from '#scan/decoder.ts';
import { attempt, decodersOfNode, findImages, rateOf } from './image-suite.ts';
import { articleNumber, sameContent } from './same-content.ts';
import { decodeGif } from './gif.ts';

const ROOT = '../shared/scan/zxing';

/** Images read of all images, per decoder: measured with zxing-wasm 3.1.4 and @zxing/library 0.23.0. */
const FLOORS: Readonly<Record<string, readonly [cpp: number, js: number, all: number]>> = {
  'aztec-1': [17, 14, 17],
  'codabar-1': [11, 10, 11],
  'code128-1': [7, 7, 7],
  'code39-1': [4, 4, 4],
  'code93-1': [3, 3, 3],
  'datamatrix-1': [23, 22, 23],
  'ean13-2': [19, 13, 28],
  'ean8-1': [8, 8, 8],
  empty: [25, 24, 25],
  inverted: [1, 1, 1],
  'itf-1': [14, 13, 14],
  'pdf417-1': [14, 12, 14],
  'qrcode-2': [34, 31, 35],
  'qrcode-3': [42, 38, 42],
  'qrcode-5': [19, 19, 19],
  'rss14-1': [6, 6, 6],
  'rssexpanded-1': [35, 0, 35],
  'upca-3': [11, 11, 21],
  'upce-1': [3, 0, 3],
};

const present = existsSync(ROOT);
if (!present) console.log(`${ROOT} is missing, so the decode rates are not measured`);

describe.skipIf(!present)('decode rates of the black-box images', () => {
  const images = present ? findImages(ROOT) : [];
  const decoders = decodersOfNode();

  test.each(Object.entries(FLOORS))('%s', async (folder, [cpp, js, all]) => {
    const inFolder = images.filter((image) => image.folder === folder);
    expect(inFolder).toHaveLength(all);
    const [strong, plain] = await decoders;
    expect(await passedBy(strong!, inFolder)).toBeGreaterThanOrEqual(cpp);
    expect(await passedBy(plain!, inFolder)).toBeGreaterThanOrEqual(js);
  });

  async function passedBy(decoder: Decoder, inFolder: typeof images): Promise<number> {
    const attempts = [];
    for (const image of inFolder) attempts.push(await attempt(decoder, image));
    return rateOf(attempts).passed;
  }
});

describe('how readings are compared', () => {
  test('UPC-E by the article number it stands for', () => {
    expect(articleNumber('01234565')).toBe('0012345000065');
    expect(articleNumber('01234531')).toBe('0012300000451');
    expect(articleNumber('01278907')).toBe('0012000007897');
    expect(articleNumber('012345000065')).toBe('0012345000065');
    expect(sameContent({ text: '01234565', format: 'upc_e' }, '012345000065')).toBe(true);
    expect(sameContent({ text: '01234565', format: 'upc_e' }, '012345000066')).toBe(false);
  });

  test('GS1 content without the brackets that people read', () => {
    const reading = { text: '10567\u001d11010101', format: 'databar_expanded', symbology: ']e0' } as const;
    expect(sameContent(reading, '(10)567(11)010101')).toBe(true);
    expect(sameContent({ ...reading, symbology: ']C0' }, '(10)567(11)010101')).toBe(false);
  });

  test('Codabar without its start and stop letters', () => {
    expect(sameContent({ text: 'A12345B', format: 'codabar' }, '12345')).toBe(true);
    expect(sameContent({ text: 'A12345B', format: 'code_39' }, '12345')).toBe(false);
  });
});

test('a GIF becomes pixels', () => {
  // The ten by ten sample of "What's in a GIF": white with a blue and a red corner.
  const base64 =
    'R0lGODlhCgAKAJEAAP////8AAAAA/wAAACH5BAAAAAAALAAAAAAKAAoAAAIWjC2Zhyoc3DOgAnXslfqo3mCMBJFMAQA7';
  const { data, width, height } = decodeGif(Buffer.from(base64, 'base64'));
  const colourAt = (x: number, y: number) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
  expect([width, height]).toEqual([10, 10]);
  expect(colourAt(0, 0)).toEqual([255, 0, 0, 255]);
  expect(colourAt(9, 0)).toEqual([0, 0, 255, 255]);
  expect(colourAt(4, 4)).toEqual([255, 255, 255, 255]);
});
