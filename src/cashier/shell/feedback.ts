// A cashier hears and feels the result without looking: one sound and one vibration per class of result.

export type FeedbackClass = 'accepted' | 'saved' | 'attention' | 'refused';

export interface Feedback {
  readonly play: (result: FeedbackClass) => void;
  readonly isOn: () => boolean;
  readonly turn: (on: boolean) => void;
}

interface Tone {
  readonly hertz: number;
  readonly startMs: number;
  readonly lengthMs: number;
}

interface Signal {
  readonly wave: OscillatorType;
  readonly tones: readonly Tone[];
  /** As `navigator.vibrate` takes it: on, off, on, ... */
  readonly vibrationMs: readonly number[];
}

/** Told apart by pitch, direction, rhythm and timbre at once, so that also a noisy counter or a deaf ear gets one. */
export const SIGNALS: Readonly<Record<FeedbackClass, Signal>> = {
  accepted: {
    wave: 'sine',
    tones: [
      { hertz: 660, startMs: 0, lengthMs: 90 },
      { hertz: 990, startMs: 90, lengthMs: 140 },
    ],
    vibrationMs: [40],
  },
  saved: {
    wave: 'sine',
    tones: [
      { hertz: 784, startMs: 0, lengthMs: 80 },
      { hertz: 988, startMs: 80, lengthMs: 80 },
      { hertz: 1319, startMs: 160, lengthMs: 200 },
    ],
    vibrationMs: [30, 40, 30],
  },
  attention: {
    wave: 'triangle',
    tones: [
      { hertz: 587, startMs: 0, lengthMs: 120 },
      { hertz: 587, startMs: 200, lengthMs: 120 },
    ],
    vibrationMs: [80, 80, 80],
  },
  refused: {
    wave: 'square',
    tones: [
      { hertz: 220, startMs: 0, lengthMs: 180 },
      { hertz: 165, startMs: 200, lengthMs: 320 },
    ],
    vibrationMs: [300],
  },
};

const LOUDNESS = 0.18;

export interface FeedbackDevice {
  /** Made at the first sound: browsers allow it only after a touch or key. */
  readonly openAudio: () => AudioContext | undefined;
  readonly vibrate: (patternMs: readonly number[]) => void;
  readonly isOn: () => boolean;
  readonly remember: (on: boolean) => void;
}

/** Sounds are made, not loaded: nothing to fetch, nothing to cache. */
export function createFeedback(device: FeedbackDevice): Feedback {
  let audio: AudioContext | undefined;

  return {
    isOn: device.isOn,
    turn: device.remember,
    play: (result) => {
      if (!device.isOn()) return;
      device.vibrate(SIGNALS[result].vibrationMs);
      audio ??= device.openAudio();
      if (audio === undefined) return;
      void audio.resume();
      for (const tone of SIGNALS[result].tones) sound(audio, SIGNALS[result].wave, tone);
    },
  };
}

/** Rises and falls within a few milliseconds, so that it does not click. */
function sound(audio: AudioContext, wave: OscillatorType, { hertz, startMs, lengthMs }: Tone): void {
  const startS = audio.currentTime + startMs / 1_000;
  const endS = startS + lengthMs / 1_000;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(LOUDNESS, startS + 0.01);
  gain.gain.setValueAtTime(LOUDNESS, endS - 0.03);
  gain.gain.linearRampToValueAtTime(0, endS);
  gain.connect(audio.destination);
  const oscillator = audio.createOscillator();
  oscillator.type = wave;
  oscillator.frequency.value = hertz;
  oscillator.connect(gain);
  oscillator.start(startS);
  oscillator.stop(endS);
}
