// The same images over every decoder that runs here: what the command prints and what the test judges.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { equalBytes } from '#base/bytes.ts';
import type { Decoder, Reading } from '#scan/decoder.ts';
import { FORMATS } from '#scan/format.ts';
import { createJsDecoder } from '#scan/js-decoder.ts';
import { loadWasmDecoder } from '#scan/wasm-decoder.ts';
import { IMAGE_NAME, readImage } from './image-reader.ts';
import { sameContent } from './same-content.ts';

export interface ImageCase {
  readonly file: string;
  /** Path from the folder that was asked for. */
  readonly name: string;
  readonly folder: string;
  readonly expected: Expectation;
}

export type Expectation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' };

export interface Attempt {
  readonly image: ImageCase;
  readonly readings: readonly Reading[];
  readonly durationMs: number;
  /** `undefined` where nothing is expected to compare with. */
  readonly passed: boolean | undefined;
}

/** Every image below `root`, in a stable order. */
export function findImages(root: string): readonly ImageCase[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && IMAGE_NAME.test(entry.name));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.map((file) => {
    const folder = relative(root, dirname(file)) || basename(root);
    return { file, name: relative(root, file), folder, expected: expectationFor(file) };
  });
}

function expectationFor(file: string): Expectation {
  const stem = file.replace(/\.[^.]+$/, '');
  if (existsSync(`${stem}.txt`)) return { kind: 'text', text: readFileSync(`${stem}.txt`, 'utf8') };
  if (existsSync(`${stem}.bin`)) return { kind: 'bytes', bytes: readFileSync(`${stem}.bin`) };
  return basename(dirname(file)) === 'empty' ? { kind: 'nothing' } : { kind: 'unknown' };
}

/** The strong decoder first: it is the one that is judged. */
export async function decodersOfNode(): Promise<readonly Decoder[]> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  return [await loadWasmDecoder({ bytes: new Uint8Array(wasm).buffer }), createJsDecoder()];
}

export async function attempt(decoder: Decoder, image: ImageCase): Promise<Attempt> {
  const frame = readImage(image.file);
  const startedMs = performance.now();
  const readings = await decoder.decode(frame, { formats: FORMATS, effort: 'still', maxReadings: 8 });
  const durationMs = performance.now() - startedMs;
  return { image, readings, durationMs, passed: judge(readings, image.expected) };
}

function judge(readings: readonly Reading[], expected: Expectation): boolean | undefined {
  switch (expected.kind) {
    case 'text':
      return readings.some((reading) => sameContent(reading, expected.text));
    case 'bytes':
      return readings.some(({ bytes }) => bytes !== undefined && equalBytes(bytes, expected.bytes));
    case 'nothing':
      return readings.length === 0;
    case 'unknown':
      return undefined;
  }
}

export interface Rate {
  readonly passed: number;
  readonly failed: number;
}

export function rateOf(attempts: readonly Attempt[]): Rate {
  const judged = attempts.filter((each) => each.passed !== undefined);
  const passed = judged.filter((each) => each.passed === true).length;
  return { passed, failed: judged.length - passed };
}
