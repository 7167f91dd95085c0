import type { Clock } from '#base/ports.ts';
import type { Result } from '#base/result.ts';
import type { CameraProblem } from './camera-problem.ts';
import type { CameraSource, Lens, LensStore } from './camera-source.ts';
import type { DecoderName, DecoderSet, Reading } from './decoder.ts';
import type { Format } from './format.ts';

/** `decoder_absent`: no decoder could be loaded, for example before the app is cached and without a network. */
export type ScanProblem = CameraProblem | { readonly kind: 'decoder_absent' };

export interface Scan {
  readonly reading: Reading;
  /** Wall clock at which the frame was decoded. */
  readonly atMs: number;
  readonly decoder: DecoderName;
}

export interface ScannerState {
  /** `hidden`: the page is in the background, the camera is off and comes back by itself. */
  readonly phase: 'off' | 'starting' | 'watching' | 'paused' | 'hidden';
  readonly torch: 'absent' | 'off' | 'on';
  readonly lensId: string | undefined;
}

/** The wall clock, the monotonic clock and a one-shot timer; `after` returns its cancellation. */
export interface ScanClock extends Clock {
  after(delayMs: number, run: () => void): () => void;
}

export interface ScannerOptions {
  readonly source: CameraSource;
  readonly decoders: DecoderSet;
  /** Shows the picture; the scanner sets its stream and plays it (muted, inline). */
  readonly video: HTMLVideoElement;
  readonly clock: ScanClock;
  /** A code that was not seen in the last 5 s. */
  readonly onReading: (scan: Scan) => void;
  /** The same text again within 5 s of its last sighting: show it, do not process it. See `scanAgain`. */
  readonly onRepeat?: (scan: Scan) => void;
  /** After `start`: the picture was lost or could not come back. The scanner is `off` afterwards. */
  readonly onProblem: (problem: ScanProblem) => void;
  readonly onState?: (state: ScannerState) => void;
  /** QR codes only, unless told otherwise: every further format costs time and invites misreadings. */
  readonly formats?: readonly Format[];
  readonly lensStore?: LensStore;
}

export interface Scanner {
  /** Opens the camera and begins to look. The refusal is not repeated through `onProblem`. */
  start(): Promise<Result<ScannerState, ScanProblem>>;
  /** Ends everything and frees the camera. `start` may follow. */
  stop(): void;
  /** Keeps the picture but looks at no frame, for as long as a dialog or a result is open. */
  pause(): void;
  /** Time spent paused does not count towards the 5 s after which a code counts as new. */
  resume(): void;
  /** Forgets what was seen, so that the same code is read once more on purpose. */
  scanAgain(): void;
  /** `false` when the camera has no torch or refused. */
  setTorch(on: boolean): Promise<boolean>;
  /** Changes to another camera and remembers it. */
  setLens(lensId: string): Promise<Result<ScannerState, ScanProblem>>;
  lenses(): Promise<readonly Lens[]>;
}
