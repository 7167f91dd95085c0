// The one interface of every decoder: pixels go in, texts come out. What the texts mean is not known here.
import type { Bytes } from '#base/bytes.ts';
import type { Format } from './format.ts';

/** RGBA pixels, four bytes each, row by row; an `ImageData` is one. */
export interface PlainFrame {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export type Frame = ImageBitmap | PlainFrame;

export interface Reading {
  /**
   * The content as text, control characters included. UPC-A has 12 digits, UPC-E its own 8, Codabar keeps its
   * start and stop letters. Bytes that no character set explains are lost here: look at `bytes`.
   */
  readonly text: string;
  readonly format: Format;
  /** The content before any character set was applied. A native decoder does not tell it. */
  readonly bytes?: Bytes;
  /** AIM symbology identifier (ISO/IEC 15424), for example `]C1` for GS1-128 and `]Q2` for a QR code with ECI. */
  readonly symbology?: string;
}

/**
 * `fast`: upright, dark on light, one pass. `thorough`: also turned, inverted, large and noisy ones, for camera
 * frames when fast attempts fail. `still`: every trick, for one image that cannot be taken again.
 */
export type Effort = 'fast' | 'thorough' | 'still';

export interface DecodeOptions {
  readonly formats: readonly Format[];
  readonly effort: Effort;
  /** At most so many codes of one frame. */
  readonly maxReadings: number;
}

export type DecoderName = 'native' | 'zxing-cpp' | 'zxing-js';

export interface Decoder {
  readonly name: DecoderName;
  /** What it can read at all; other formats in the options are passed over. */
  readonly formats: readonly Format[];
  /**
   * Finds the codes of one frame; an empty array when there is none. The decoder takes the frame over: an
   * `ImageBitmap` is closed or transferred and must not be touched afterwards. Rejects only when the decoder
   * is broken (its worker died), never because of what a frame shows.
   */
  decode(frame: Frame, options: DecodeOptions): Promise<readonly Reading[]>;
}

/** The decoders of one app, loaded once and shared by all its scanners. */
export interface DecoderSet {
  /** Begins loading. Safe to call at any time and repeatedly, for example when the app is idle. */
  warm(): void;
  /** The best decoder that is ready for these formats, `undefined` while all of them still load. */
  best(formats: readonly Format[], effort: Effort): Decoder | undefined;
  /** Waits for the first decoder that gets ready; `undefined` when none can be loaded. */
  first(): Promise<Decoder | undefined>;
  /** Waits for the one that reads most, for a single image where a moment does not matter. */
  strongest(formats: readonly Format[]): Promise<Decoder | undefined>;
  /** Takes a decoder that has rejected out of service; the next best one follows. A later wait loads it anew. */
  drop(decoder: Decoder): void;
}
