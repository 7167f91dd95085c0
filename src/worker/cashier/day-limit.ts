import type { Clock } from '#base/ports.ts';

/** What a use case needs to know where the day begins; by the device's own time zone. */
export interface DayClock extends Clock {
  readonly dayStartMs: (nowMs: number) => number;
}
