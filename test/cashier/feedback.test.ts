import { describe, expect, it } from 'vitest';
import { type FeedbackClass, SIGNALS, createFeedback } from '#cashier/shell/feedback.ts';

const CLASSES = Object.keys(SIGNALS) as FeedbackClass[];

function device(on: boolean) {
  const vibrations: (readonly number[])[] = [];
  let audioOpened = 0;
  const feedback = createFeedback({
    openAudio: () => {
      audioOpened += 1;
      return undefined;
    },
    vibrate: (patternMs) => vibrations.push(patternMs),
    isOn: () => on,
    remember: () => undefined,
  });
  return { feedback, vibrations, opened: () => audioOpened };
}

describe('sound and vibration', () => {
  it('differ for each class of result, each on its own', () => {
    const tunes = CLASSES.map((name) => JSON.stringify(SIGNALS[name].tones.map(({ hertz }) => hertz)));
    const patterns = CLASSES.map((name) => JSON.stringify(SIGNALS[name].vibrationMs));
    expect(new Set(tunes).size).toBe(CLASSES.length);
    expect(new Set(patterns).size).toBe(CLASSES.length);
  });

  it('are over before the next code can come', () => {
    for (const { tones } of Object.values(SIGNALS))
      for (const { startMs, lengthMs } of tones) expect(startMs + lengthMs).toBeLessThanOrEqual(600);
  });

  it('vibrate also where there is no sound', () => {
    const { feedback, vibrations } = device(true);
    feedback.play('refused');
    expect(vibrations).toEqual([SIGNALS.refused.vibrationMs]);
  });

  it('keep quiet when they are switched off', () => {
    const { feedback, vibrations, opened } = device(false);
    feedback.play('accepted');
    expect([vibrations, opened()]).toEqual([[], 0]);
  });
});
