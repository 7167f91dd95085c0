import type { LensStore } from './camera-source.ts';

/** A lens that another app holds comes free, and its failing costs a second or more of a dark picture. */
const FAILED_MS = 60_000;

/** The lenses that a person has asked for, and what became of them. */
export interface LensWish {
  /** Those that have just failed are stepped over while there are others. */
  ask(lensIds: readonly string[]): void;
  /** What was asked for and not tried yet, the best first. */
  pending(): readonly string[];
  /** What has opened after all that was pending was tried in turn; remembered only when it was asked for. */
  tried(opened: string | undefined): void;
  /** What failed may work the next time. */
  forget(): void;
}

export function createLensWish(monotonicMs: () => number, store: LensStore | undefined): LensWish {
  let wanted: readonly string[] = [];
  const failedMs = new Map<string, number>();

  function isHopeful(lensId: string): boolean {
    const atMs = failedMs.get(lensId);
    return atMs === undefined || monotonicMs() - atMs > FAILED_MS;
  }

  return {
    ask(lensIds) {
      const hopeful = lensIds.filter(isHopeful);
      wanted = hopeful.length > 0 ? hopeful : lensIds;
    },
    pending: () => wanted,
    tried(opened) {
      const place = opened === undefined ? -1 : wanted.indexOf(opened);
      const failed = place === -1 ? wanted : wanted.slice(0, place);
      for (const lensId of failed) failedMs.set(lensId, monotonicMs());
      if (place !== -1) store?.save(wanted[place]!);
      wanted = [];
    },
    forget: () => failedMs.clear(),
  };
}
