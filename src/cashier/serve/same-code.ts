/** A hardware scanner that is held on a code shoots it again and again: within this time that is one scan. */
export const SAME_CODE_MS = 5_000;

export interface LastScan {
  readonly text: string;
  readonly atMs: number;
}

/** Whether a shot is the code of a moment ago, and not a second wish. A deliberate *scan again* does not ask here. */
export function isSameScan(last: LastScan | undefined, text: string, nowMs: number): boolean {
  if (last === undefined || last.text !== text) return false;
  const agoMs = nowMs - last.atMs;
  // A clock that was set back must not shut the scanner up.
  return agoMs >= 0 && agoMs < SAME_CODE_MS;
}
