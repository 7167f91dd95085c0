// What arrives after the first screen. Everything is warmed once the till is idle, so that a sale waits for nothing.
import { later } from './shell/later.tsx';

export const laterPair = later(async () => (await import('./pair/pair-screen.tsx')).PairScreen);
export const laterQueue = later(async () => (await import('./queue/queue-screen.tsx')).QueueScreen);
export const laterShift = later(async () => (await import('./shift/shift-screen.tsx')).ShiftScreen);
export const laterTraining = later(async () => (await import('./training/training-bar.tsx')).TrainingBar);
export const laterTerminal = later(
  async () => (await import('./terminal/terminal-screen.tsx')).TerminalScreen,
);
