import type { Reading } from './decoder.ts';
import { isLinear } from './format.ts';

/** `unsure`: a linear code seen in one frame only. */
export type Verdict = 'new' | 'repeat' | 'unsure';

/** Turns what single frames show into what a person means by one scan. */
export interface ReadingFilter {
  judge(reading: Reading, nowMs: number): Verdict;
  /** Time that must not count, because nobody looked. */
  skip(durationMs: number): void;
  forget(): void;
}

/** A code that stays in view is one reading; after being away this long it is read again. */
export const REPEAT_MS = 5000;
/** Linear codes count only when two frames within this time agree: noise can look like one. */
const AGREE_MS = 1500;

export function createReadingFilter(): ReadingFilter {
  let seen = new Map<string, number>();
  let unsure = new Map<string, number>();

  function judge(reading: Reading, nowMs: number): Verdict {
    seen = younger(seen, nowMs - REPEAT_MS);
    unsure = younger(unsure, nowMs - AGREE_MS);
    if (seen.has(reading.text)) {
      seen.set(reading.text, nowMs);
      return 'repeat';
    }
    const key = `${reading.format} ${reading.text}`;
    if (isLinear(reading.format) && !unsure.delete(key)) {
      unsure.set(key, nowMs);
      return 'unsure';
    }
    seen.set(reading.text, nowMs);
    return 'new';
  }

  return {
    judge,
    skip(durationMs) {
      seen = new Map([...seen].map(([text, atMs]) => [text, atMs + durationMs]));
    },
    forget() {
      seen.clear();
    },
  };
}

function younger(entries: ReadonlyMap<string, number>, thanMs: number): Map<string, number> {
  return new Map([...entries].filter(([, atMs]) => atMs > thanMs));
}
