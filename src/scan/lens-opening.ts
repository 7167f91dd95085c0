import { cameraProblemFrom } from './camera-problem.ts';
import type { CameraSource } from './camera-source.ts';
import { isPoorForCodes, mainRearLens } from './lens-choice.ts';

/** More pixels than 1280 by 720 cost time and hardly win a reading; fewer lose the dense codes. */
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

/**
 * Opens one lens by its id; when it is gone, or none is named, the rear main lens. Rejects as `getUserMedia`
 * does.
 */
export async function openPreferredLens(
  source: CameraSource,
  lensId: string | undefined,
): Promise<MediaStream> {
  if (lensId !== undefined) {
    const exact = await openLens(source, lensId).catch(rethrowUnlessGone);
    if (exact !== undefined) return exact;
  }
  const first = await openRearLens(source);
  const better = await betterLensThan(first, source);
  if (better === undefined) return first;
  stopTracks(first);
  return openLens(source, better).catch(() => openRearLens(source));
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
async function betterLensThan(first: MediaStream, source: CameraSource): Promise<string | undefined> {
  const lenses = await source.list().catch(() => []);
  const current = lenses.find((lens) => lens.id === lensIdOf(first));
  const main = mainRearLens(lenses);
  if (current === undefined || main === undefined || main.id === current.id) return undefined;
  return isPoorForCodes(current) ? main.id : undefined;
}

/** A remembered lens may be unplugged, and browsers change the ids when site data is cleared. */
function rethrowUnlessGone(thrown: unknown): undefined {
  if (cameraProblemFrom(thrown).kind === 'camera_absent') return undefined;
  throw thrown;
}
