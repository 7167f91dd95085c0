import { type Result, err, ok } from '#base/result.ts';
import { type CameraProblem, cameraProblemFrom } from './camera-problem.ts';
import type { CameraSource, Lens } from './camera-source.ts';
import { lensIdOf, openPreferredLens, stopTracks } from './lens-opening.ts';

export interface CameraOptions {
  readonly source: CameraSource;
  readonly video: HTMLVideoElement;
  /** The picture ended by itself: the camera was unplugged or taken by the system. */
  readonly onLost: () => void;
}

export interface CameraView {
  readonly lensId: string | undefined;
  readonly hasTorch: boolean;
}

/** One camera at a time, shown in one video element. */
export interface Camera {
  /**
   * Opens the first of the named lenses that works, else the rear main one, and replaces an open picture.
   * `undefined` when a later `open` or `close` came first.
   */
  open(...lensIds: readonly (string | undefined)[]): Promise<Result<CameraView, CameraProblem> | undefined>;
  close(): void;
  /** `false` when there is no torch or the camera refused. */
  setTorch(on: boolean): Promise<boolean>;
  lenses(): Promise<readonly Lens[]>;
}

export function createCamera({ source, video, onLost }: CameraOptions): Camera {
  let warm = source.needsWarmUp !== true;
  let stream: MediaStream | undefined;
  /** Grows with every opening and closing, so that an answer that comes too late is recognised. */
  let turn = 0;

  async function open(
    ...lensIds: readonly (string | undefined)[]
  ): Promise<Result<CameraView, CameraProblem> | undefined> {
    close();
    const mine = turn;
    // Phones open one camera at a time: a late second try would take the picture from the opening that follows.
    const openUnlessOvertaken: CameraSource['open'] = async (constraints) => {
      if (mine !== turn) throw new DOMException('', 'AbortError');
      return source.open(constraints);
    };
    try {
      if (!warm) stopTracks(await source.open({ video: true }));
      warm = true;
      const opened = await openPreferredLens({ ...source, open: openUnlessOvertaken }, ...lensIds);
      if (mine !== turn) return void stopTracks(opened);
      stream = opened;
      const view = await show(opened);
      return mine === turn ? view : undefined;
    } catch (thrown) {
      if (mine !== turn) return undefined;
      close();
      return err(cameraProblemFrom(thrown));
    }
  }

  async function show(opened: MediaStream): Promise<Result<CameraView, CameraProblem>> {
    const [track] = opened.getVideoTracks();
    if (track === undefined) return err({ kind: 'camera_absent' });
    track.addEventListener('ended', () => {
      if (stream === opened) onLost();
    });
    await focusContinuously(track);
    // Without these three, iOS shows the picture in its full-screen player or not at all.
    video.muted = true;
    video.playsInline = true;
    video.autoplay = true;
    video.srcObject = opened;
    await video.play();
    return ok({ lensId: lensIdOf(opened), hasTorch: capabilitiesOf(track).torch === true });
  }

  function close(): void {
    turn++;
    if (stream === undefined) return;
    stopTracks(stream);
    stream = undefined;
    video.srcObject = null;
  }

  async function setTorch(on: boolean): Promise<boolean> {
    const track = stream?.getVideoTracks()[0];
    if (track === undefined || capabilitiesOf(track).torch !== true) return false;
    const { switchTorch } = await import('./zxing-camera.ts');
    return switchTorch(track, on).then(
      () => true,
      () => false,
    );
  }

  return { open, close, setTorch, lenses: () => source.list().catch(() => []) };
}

/** What the Image Capture draft adds to a track, and the DOM library does not know yet. */
interface ImageCapabilities {
  readonly torch?: boolean;
  readonly focusMode?: readonly string[];
}

function capabilitiesOf(track: MediaStreamTrack): ImageCapabilities {
  return 'getCapabilities' in track ? (track.getCapabilities() as ImageCapabilities) : {};
}

/** Phones focus once otherwise, on the counter instead of the code. Cameras without focus are left alone. */
async function focusContinuously(track: MediaStreamTrack): Promise<void> {
  if (capabilitiesOf(track).focusMode?.includes('continuous') !== true) return;
  const wanted: MediaTrackConstraintSet & { readonly focusMode: string } = { focusMode: 'continuous' };
  await track.applyConstraints({ advanced: [wanted] }).catch(() => undefined);
}
