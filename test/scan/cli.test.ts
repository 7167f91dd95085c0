import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode as encodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, expect, test } from 'vitest';
import { codePicture } from './code-picture.ts';

const folder = mkdtempSync(join(tmpdir(), 'scan-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scan = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['test/scan/cli.ts', ...args], { encoding: 'utf8' });
const pngOf = (...texts: readonly string[]) => Buffer.from(codePicture(...texts), 'base64');

test('a folder of images is decoded, compared and counted', () => {
  mkdirSync(join(folder, 'cards/empty'), { recursive: true });
  const put = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, 'cards', name), content);
  put('right.png', pngOf('RIGHT'));
  put('right.txt', 'RIGHT');
  put('wrong.png', pngOf('WRONG'));
  put('wrong.txt', 'OTHER');
  put('bytes.png', pngOf('BYTES'));
  put('bytes.bin', 'BYTES');
  put('photo.JPG', encodeJpeg(PNG.sync.read(pngOf('PHOTO')), 80).data);
  put('photo.txt', 'PHOTO\n');
  put('unknown.png', pngOf('UNKNOWN'));
  put('torn.png', 'no image at all');
  put('torn.txt', 'TORN');
  put('empty/table.png', pngOf());
  const { stdout, status } = scan(folder);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('4 passed, 2 failed');
  expect(stdout).toContain('cards/unknown.png  qr_code "UNKNOWN"');
  expect(stdout).toContain('zxing-js   all: 3 of 6');
  expect(stdout).toContain('native     not available');
  expect(status).toBe(0);
});

test('a call that names no folder of images is explained', () => {
  expect(scan()).toMatchObject({ status: 2, stdout: '' });
  expect(scan(join(folder, 'absent')).stderr).toContain('usage: npm run scan -- FOLDER');
});
