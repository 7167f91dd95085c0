import type { Clock } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { CameraProblem } from './camera-problem.ts';
import type { CameraSource, Lens, LensStore } from './camera-source.ts';
import { createCamera } from './camera.ts';
import type { DecoderName, DecoderSet, Reading } from './decoder.ts';
import type { Format } from './format.ts';
import { createLensWish } from './lens-wish.ts';
import type { After } from './video-frames.ts';
import { visibilityOf } from './visibility.ts';
import { type Watch, createWatch } from './watch.ts';

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
  readonly after: After;
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
  /**
   * Opens the camera and begins to look. A refusal is not repeated through `onProblem`. When `stop` comes first
   * the answer is no refusal but the state `off`.
   */
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
  /**
   * Changes to the first of these cameras that opens, and remembers it. Those that have just failed are stepped over
   * while there are others. When none opens, the former one comes back; when that fails too, it is told through
   * `onProblem` as well.
   */
  setLens(...lensIds: readonly string[]): Promise<Result<ScannerState, ScanProblem>>;
  lenses(): Promise<readonly Lens[]>;
}

/** Nothing heavy is loaded before `start` (or `decoders.warm()`), so this file may be part of a first load. */
export function createScanner(options: ScannerOptions): Scanner {
  const { source, decoders, video, lensStore } = options;
  const camera = createCamera({ source, video, onLost: () => fail({ kind: 'camera_lost' }) });
  const watch = watchFor(options, () => fail({ kind: 'decoder_absent' }));
  const visibility = visibilityOf(video.ownerDocument, { hidden: () => close('hidden'), visible: comeBack });
  const state = createState(options.onState);
  const wish = createLensWish(options.clock.monotonicMs, lensStore);
  /** Grows with everything that makes an opening under way pointless. */
  let turn = 0;

  async function open(
    ...lensIds: readonly (string | undefined)[]
  ): Promise<Result<ScannerState, ScanProblem>> {
    const mine = ++turn;
    watch.stop();
    state.become({ phase: 'starting' });
    const [view, decoder] = await Promise.all([camera.open(...lensIds), decoders.first()]);
    if (mine !== turn || view === undefined) return ok(state.now());
    if (!view.ok || decoder === undefined) {
      stop();
      return view.ok ? err({ kind: 'decoder_absent' }) : view;
    }
    wish.tried(view.value.lensId);
    watch.start();
    const phase = watch.isPaused() ? 'paused' : 'watching';
    const torch = view.value.hasTorch ? 'off' : 'absent';
    return ok(state.become({ phase, torch, lensId: view.value.lensId }));
  }

  async function comeBack(): Promise<void> {
    if (state.now().phase !== 'hidden') return;
    const opened = await open(...wish.pending(), state.now().lensId);
    if (!opened.ok) options.onProblem(opened.error);
  }

  function close(phase: 'off' | 'hidden'): void {
    turn++;
    wish.forget();
    watch.stop();
    camera.close();
    if (state.now().phase !== phase) state.become({ phase, torch: 'absent' });
  }

  function stop(): void {
    close('off');
    watch.resume();
    visibility.unfollow();
  }

  function fail(problem: ScanProblem): void {
    stop();
    options.onProblem(problem);
  }

  async function setTorch(on: boolean): Promise<boolean> {
    const done = await camera.setTorch(on);
    if (done) state.become({ torch: on ? 'on' : 'off' });
    return done;
  }

  async function setLens(...lensIds: readonly string[]): Promise<Result<ScannerState, ScanProblem>> {
    wish.ask(lensIds);
    const { phase, lensId: former } = state.now();
    if (phase === 'off' || phase === 'hidden') return ok(state.become({ lensId: wish.pending()[0] }));
    const opened = await open(...wish.pending(), former);
    if (!opened.ok) options.onProblem(opened.error);
    return opened;
  }

  async function start(): Promise<Result<ScannerState, ScanProblem>> {
    if (state.now().phase !== 'off') return ok(state.now());
    visibility.follow();
    return open(...wish.pending(), lensStore?.load(), state.now().lensId);
  }

  return { start, stop, ...pausing(watch, state), setTorch, setLens, lenses: () => camera.lenses() };
}

interface StateHolder {
  now(): ScannerState;
  become(next: Partial<ScannerState>): ScannerState;
}

function createState(onState: ScannerOptions['onState']): StateHolder {
  let state: ScannerState = { phase: 'off', torch: 'absent', lensId: undefined };
  return {
    now: () => state,
    become(next) {
      state = { ...state, ...next };
      onState?.(state);
      return state;
    },
  };
}

function pausing(watch: Watch, state: StateHolder): Pick<Scanner, 'pause' | 'resume' | 'scanAgain'> {
  return {
    pause() {
      watch.pause();
      if (state.now().phase === 'watching') state.become({ phase: 'paused' });
    },
    resume() {
      watch.resume();
      if (state.now().phase === 'paused') state.become({ phase: 'watching' });
    },
    scanAgain: () => watch.forget(),
  };
}

function watchFor(options: ScannerOptions, onBroken: () => void): Watch {
  return createWatch({
    ...options,
    formats: options.formats ?? ['qr_code'],
    onBroken,
    onSeen(reading, decoder, verdict) {
      const scan: Scan = { reading, atMs: options.clock.nowMs(), decoder };
      if (verdict === 'new') options.onReading(scan);
      else options.onRepeat?.(scan);
    },
  });
}
