// The table of what to do about refusals comes after the first screen, and before the first refusal.
import { later } from '#ui/later.tsx';

export const laterNextStep = later(
  () => import('./next-step-line.tsx'),
  (part) => part.NextStepLine,
);
