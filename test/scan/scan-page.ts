// The page that the camera tests open: the scan room as an app uses it, with what happened kept for the test.
import type { Result } from '#base/result.ts';
import type { CameraSource } from '#scan/camera-source.ts';
import type { DecoderSet } from '#scan/decoder.ts';
import { deviceCamera } from '#scan/device-camera.ts';
import { deviceDecoders } from '#scan/device-decoders.ts';
import { decodeImageFile } from '#scan/image-file.ts';
import {
  type Scan,
  type ScanClock,
  type ScanProblem,
  type Scanner,
  type ScannerState,
  createScanner,
} from '#scan/scanner.ts';
import { listenToWedge } from '#scan/wedge-listener.ts';
import type { CanvasCamera } from '../support/fake-camera.ts';

export interface ScanPage {
  readonly scanner: Scanner;
  readonly decoders: DecoderSet;
  readonly video: HTMLVideoElement;
  readonly readings: Scan[];
  readonly repeats: Scan[];
  readonly problems: ScanProblem[];
  readonly states: ScannerState[];
  readonly wedgeScans: string[];
  /** Error name, or readings as `format text`. */
  readImage(base64: string, type: string): Promise<readonly string[]>;
  /** What a scanner that types sends, into the focused field, with real events. */
  typeLikeScanner(text: string, end: 'Enter' | 'nothing'): void;
}

declare global {
  interface Window {
    scanPage: ScanPage;
    canvasCamera: CanvasCamera;
  }
}

const clock: ScanClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const id = setTimeout(run, delayMs);
    return () => clearTimeout(id);
  },
};

const source: CameraSource = deviceCamera();
const decoders = deviceDecoders();
const video = document.querySelector('video')!;
const [readings, repeats, problems, states, wedgeScans]: [
  Scan[],
  Scan[],
  ScanProblem[],
  ScannerState[],
  string[],
] = [[], [], [], [], []];

const scanner = createScanner({
  source,
  decoders,
  video,
  clock,
  onReading: (scan) => readings.push(scan),
  onRepeat: (scan) => repeats.push(scan),
  onProblem: (problem) => problems.push(problem),
  onState: (state) => states.push(state),
});
listenToWedge({ target: document, after: clock.after, onScan: (text) => wedgeScans.push(text) });

window.scanPage = {
  scanner,
  decoders,
  video,
  readings,
  repeats,
  problems,
  states,
  wedgeScans,
  async readImage(base64, type) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return namesOf(await decodeImageFile(new Blob([bytes], { type }), decoders));
  },
  typeLikeScanner(text, end) {
    const field = document.activeElement as HTMLInputElement;
    for (const key of text) {
      const allowed = field.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
      if (allowed) field.value += key;
    }
    if (end === 'Enter')
      field.dispatchEvent(new KeyboardEvent('keydown', { key: end, bubbles: true, cancelable: true }));
  },
};

function namesOf(result: Result<readonly { format: string; text: string }[]>): readonly string[] {
  return result.ok ? result.value.map(({ format, text }) => `${format} ${text}`) : [result.error.kind];
}
