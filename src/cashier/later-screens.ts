// What arrives after the first screen. Everything is warmed once the till is idle, so that a sale waits for nothing.
import { later } from '#ui/later.tsx';

export const laterPair = later(
  () => import('./pair/pair-screen.tsx'),
  (part) => part.PairScreen,
);
export const laterPartLost = later(
  () => import('#ui/part-lost.tsx'),
  (part) => part.PartLost,
);
export const laterQueue = later(
  () => import('./queue/queue-screen.tsx'),
  (part) => part.QueueScreen,
);
export const laterShift = later(
  () => import('./shift/shift-screen.tsx'),
  (part) => part.ShiftScreen,
);
export const laterTraining = later(
  () => import('./training/training-bar.tsx'),
  (part) => part.TrainingBar,
);
export const laterTerminal = later(
  () => import('./terminal/terminal-screen.tsx'),
  (part) => part.TerminalScreen,
);
