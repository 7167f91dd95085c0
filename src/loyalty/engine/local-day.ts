import { localDayOf } from '#loyalty/time/civil.ts';
import { localFromInstant } from '#loyalty/time/zone.ts';
import type { LoadedProgramme } from './loaded.ts';

/** The local day of an instant, as `days` tells them apart. */
export function dayText(programme: Pick<LoadedProgramme, 'zone'>, atMs: number): string {
  return String(localDayOf(localFromInstant(programme.zone, atMs)));
}
