// What the scanner view needs of a scanner. The scan room's scanner fits; the apps connect the two.

export interface ScannerStateShape {
  readonly phase: 'off' | 'starting' | 'watching' | 'paused' | 'hidden';
  readonly torch: 'absent' | 'off' | 'on';
  readonly lensId: string | undefined;
}

export interface LensShape {
  readonly id: string;
  readonly label: string;
}

export interface ScanProblemShape {
  readonly kind: string;
}

type Started = { readonly ok: true } | { readonly ok: false; readonly error: ScanProblemShape };

export interface ScannerControl {
  start(): Promise<Started>;
  stop(): void;
  pause(): void;
  resume(): void;
  scanAgain(): void;
  setTorch(on: boolean): Promise<boolean>;
  /** To the first of these that opens. */
  setLens(...lensIds: readonly string[]): Promise<Started>;
  lenses(): Promise<readonly LensShape[]>;
}

export interface ScannerEvents {
  readonly video: HTMLVideoElement;
  readonly onText: (text: string) => void;
  readonly onRepeat: (text: string) => void;
  readonly onProblem: (problem: ScanProblemShape) => void;
  readonly onState: (state: ScannerStateShape) => void;
}

/** The texts of a picture's codes, or why there are none. */
export type ImageReading =
  | { readonly ok: true; readonly value: readonly { readonly text: string }[] }
  | { readonly ok: false; readonly error: ScanProblemShape };

/** Pasted text as its sender meant it, or why it is none. */
export type PasteReading =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: ScanProblemShape };

/** Ways in that need no camera. Each is offered only when it is given. */
export interface StillInputs {
  readonly readImage: (file: Blob) => Promise<ImageReading>;
  readonly readPaste: (text: string) => PasteReading;
}

/** Loads what scanning needs and makes a scanner; called once, when the view is first shown. */
export type OpenScanner = (events: ScannerEvents) => Promise<ScannerControl>;
