import { cameraProblemFrom } from './camera-problem.ts';
import type { CameraSource } from './camera-source.ts';
import { isPoorForCodes, rearLenses } from './lens-choice.ts';

/** More pixels than 1280 by 720 cost time and hardly win a reading; fewer lose the dense codes. */
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

/**
 * Opens the first of these lenses that gives a picture; when none does, or none is named, the rear main lens.
 * Rejects as `getUserMedia` does.
 */
export async function openPreferredLens(
  source: CameraSource,
  ...lensIds: readonly (string | undefined)[]
): Promise<MediaStream> {
  const named = await openFirst(source, lensIds);
  if (named !== undefined) return named;
  const first = await openRearLens(source);
  const better = await betterLensesThan(first, source);
  if (better.length === 0) return first;
  stopTracks(first);
  return (await openFirst(source, better)) ?? openRearLens(source);
}

async function openFirst(
  source: CameraSource,
  lensIds: readonly (string | undefined)[],
): Promise<MediaStream | undefined> {
  for (const lensId of lensIds) {
    const exact = lensId === undefined ? undefined : await openLens(source, lensId).catch(rethrowIfForbidden);
    if (exact !== undefined) return exact;
  }
  return undefined;
}

export function lensIdOf(stream: MediaStream): string | undefined {
  return stream.getVideoTracks()[0]?.getSettings().deviceId;
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function openLens(source: CameraSource, lensId: string): Promise<MediaStream> {
  return source.open({ video: { ...PICTURE, deviceId: { exact: lensId } } });
}

function openRearLens(source: CameraSource): Promise<MediaStream> {
  return source.open({ video: { ...PICTURE, facingMode: { ideal: 'environment' } } });
}

/** Labels are visible only once a camera is open, so a poor choice of the browser can be corrected only then. */
async function betterLensesThan(first: MediaStream, source: CameraSource): Promise<readonly string[]> {
  const lenses = await source.list().catch(() => []);
  const current = lenses.find((lens) => lens.id === lensIdOf(first));
  if (current === undefined || !isPoorForCodes(current)) return [];
  const better = rearLenses(lenses).map(({ id }) => id);
  return better.includes(current.id) ? [] : better;
}

/**
 * A lens may be unplugged, broken or taken by another app, and browsers change the ids when site data is
 * cleared: another lens may still work. No lens opens against the user's word or the browser's.
 */
function rethrowIfForbidden(thrown: unknown): undefined {
  const { kind } = cameraProblemFrom(thrown);
  if (kind === 'camera_denied' || kind === 'insecure_context') throw thrown;
}
