import type { After } from './video-frames.ts';
import type { Key } from './wedge.ts';

export interface WedgeShotOptions {
  readonly target: Document;
  readonly after: After;
  /** Everything that was typed in one go, terminators included. */
  readonly onShot: (keys: readonly Key[]) => void;
}

/** Slower than any scanner's pause, so that a slow one is seen whole. */
const QUIET_MS = 400;
/** Fewer keys are a person's. */
const LEAST_KEYS = 12;

/** Takes down raw keys while a scanner is being calibrated; they reach nothing else on the page. */
export function listenToShot({ target, after, onShot }: WedgeShotOptions): () => void {
  let keys: Key[] = [];
  let cancel = () => {};

  function end(): void {
    const shot = keys;
    keys = [];
    if (shot.length >= LEAST_KEYS) onShot(shot);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.repeat || event.isComposing) return;
    const last = keys.at(-1);
    if (last !== undefined && event.timeStamp - last.atMs > QUIET_MS) keys = [];
    keys.push({ key: event.key, atMs: event.timeStamp, ctrl: event.ctrlKey && !event.altKey });
    // A lone key is a person's: it keeps its meaning.
    if (keys.length > 2) {
      event.preventDefault();
      event.stopPropagation();
    }
    cancel();
    cancel = after(QUIET_MS, end);
  }

  target.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    cancel();
    target.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}
