import type { Region } from './scan-policy.ts';

/** One-shot timer; the answer is its cancellation. */
export type After = (delayMs: number, run: () => void) => () => void;

/** A still picture sends no frames (a canvas, a paused screen), yet deserves a second, more thorough look. */
const STILL_PICTURE_MS = 250;
const TIMER_MS = 100;

/** Calls once when the video shows its next frame, by a timer where browsers do not tell. Returns a cancellation. */
export function onNextFrame(video: HTMLVideoElement, after: After, run: () => void): () => void {
  if (!('requestVideoFrameCallback' in video)) return after(TIMER_MS, run);
  const handle = video.requestVideoFrameCallback(() => {
    cancelTimer();
    run();
  });
  const cancelTimer = after(STILL_PICTURE_MS, () => {
    video.cancelVideoFrameCallback(handle);
    run();
  });
  return () => {
    cancelTimer();
    video.cancelVideoFrameCallback(handle);
  };
}

/** The pixels of a region, without touching them on this thread. `undefined` while the video has no picture. */
export async function grabFrame(video: HTMLVideoElement, region: Region): Promise<ImageBitmap | undefined> {
  if (video.readyState < video.HAVE_CURRENT_DATA || region.width === 0) return undefined;
  try {
    return await createImageBitmap(video, region.left, region.top, region.width, region.height);
  } catch {
    // The picture can end between the check and the copy; the next frame, or the camera's end, will tell.
    return undefined;
  }
}
