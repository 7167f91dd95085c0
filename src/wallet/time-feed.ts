// What a screen shows holds for a day: it asks again when time has passed that nobody announces.
import { useEffect, useState } from 'preact/hooks';
import type { ChangeFeed } from '#ui/use-view.ts';
import type { TimerClock } from './environment.ts';

/** A shorter look at another app is no reason to ask again. */
const AWAY_MS = 60_000;
/** Timers stand still while a computer sleeps, so midnight is not left to one long timer. */
const LOOK_MS = 3_600_000;

/** The same changes, and one of everything when the page is shown after a while or a new day begins before it. */
export function useTimeFeed(changes: ChangeFeed, clock: TimerClock): ChangeFeed {
  const [listeners] = useState(() => new Set<() => void>());
  const [feed] = useState<ChangeFeed>(() => ({
    subscribe(topics, onChange) {
      // Of its own, so that two views with one function do not end each other.
      const listener = () => onChange();
      const stop = changes.subscribe(topics, onChange);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  }));
  useEffect(
    () =>
      watchTime(clock, () => {
        for (const listener of listeners) listener();
      }),
    [clock, listeners],
  );
  return feed;
}

function watchTime(clock: TimerClock, onLater: () => void): () => void {
  let seenAtMs = clock.nowMs();
  let stop = (): void => undefined;
  const look = (awayMs: number) => {
    const nowMs = clock.nowMs();
    const passedMs = nowMs - seenAtMs;
    // A clock that was set back is as good a reason as a long absence.
    if (passedMs < 0 || passedMs > awayMs || dayOf(nowMs) !== dayOf(seenAtMs)) onLater();
    seenAtMs = nowMs;
    stop = clock.after(Math.min(LOOK_MS, untilMidnight(nowMs)), () => look(Number.POSITIVE_INFINITY));
  };
  const onVisibility = () => {
    stop();
    if (document.visibilityState === 'visible') look(AWAY_MS);
    else seenAtMs = clock.nowMs();
  };
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onVisibility);
  };
}

function dayOf(atMs: number): string {
  return new Date(atMs).toDateString();
}

function untilMidnight(nowMs: number): number {
  return new Date(nowMs).setHours(24, 0, 0, 0) - nowMs;
}
