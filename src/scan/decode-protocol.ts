// What the page and the decode worker say to each other: plain data, frames transferred.
import type { DecodeOptions, Frame, Reading } from './decoder.ts';

export type ToDecodeWorker =
  | { readonly kind: 'start'; readonly wasmUrl: string }
  | { readonly kind: 'decode'; readonly id: number; readonly frame: Frame; readonly options: DecodeOptions };

export type FromDecodeWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'readings'; readonly id: number; readonly readings: readonly Reading[] }
  | { readonly kind: 'broken'; readonly id: number; readonly reason: string };

/** What a frame owns besides plain numbers: an `ImageBitmap` itself, or the buffer of its pixels. */
export function transferablesOf(frame: Frame): Transferable[] {
  return 'data' in frame ? [frame.data.buffer] : [frame];
}
