import { loadPart } from '#ui/load-part.ts';
import type { Feedback, FeedbackDevice } from './feedback.ts';

const sounds = () => import('./feedback.ts');

/** On its way at once, but no part of the first load: the first sound answers the first scan. */
export function laterFeedback(device: FeedbackDevice): Feedback {
  let made: Promise<Feedback> | undefined;
  // A sound that did not arrive is missed; the next one is asked for again.
  const whenMade = (act: (feedback: Feedback) => void): void => {
    made ??= loadPart(sounds).then(({ createFeedback }) => createFeedback(device));
    made.then(act).catch(() => (made = undefined));
  };
  whenMade(() => undefined);
  return {
    isOn: device.isOn,
    turn: device.remember,
    play: (result) => whenMade((feedback) => feedback.play(result)),
  };
}
