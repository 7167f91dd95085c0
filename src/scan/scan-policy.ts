import type { Effort } from './decoder.ts';

/** A part of the camera's picture, in its own pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Look {
  readonly region: 'centre' | 'whole';
  readonly effort: Effort;
}

const PATIENCE_MS = 1500;

/**
 * How to look at the next frame: the centred square, where people hold codes, and every third time the whole
 * frame. After 1.5 s without a hit every second look is thorough. `turn` counts looks from 0.
 */
export function lookAt(turn: number, sinceHitMs: number): Look {
  return {
    region: turn % 3 === 2 ? 'whole' : 'centre',
    effort: sinceHitMs >= PATIENCE_MS && turn % 2 === 1 ? 'thorough' : 'fast',
  };
}

export function regionOf(look: Look, width: number, height: number): Region {
  if (look.region === 'whole') return { left: 0, top: 0, width, height };
  const side = Math.min(width, height);
  return { left: (width - side) >> 1, top: (height - side) >> 1, width: side, height: side };
}
