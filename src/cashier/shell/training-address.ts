// Practice mode is a page of its own: nothing of a real till is alive in it, nor the other way round.

export const TRAINING_ADDRESS = '?training';

export function isTrainingAddress(search: string): boolean {
  return new URLSearchParams(search).has('training');
}
