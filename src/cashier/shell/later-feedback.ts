import { loadOnce } from '#ui/load-part.ts';
import type { Feedback, FeedbackDevice } from './feedback.ts';

/** On its way at once, but no part of the first load: the first sound answers the first scan. */
export function laterFeedback(device: FeedbackDevice): Feedback {
  const made = loadOnce(
    () => import('./feedback.ts'),
    ({ createFeedback }) => createFeedback(device),
  );
  // A sound that did not arrive is missed; the next one is asked for again.
  const whenMade = (act: (feedback: Feedback) => void): void => void made().then(act, () => undefined);
  whenMade(() => undefined);
  return {
    isOn: device.isOn,
    turn: device.remember,
    play: (result) => whenMade((feedback) => feedback.play(result)),
  };
}
