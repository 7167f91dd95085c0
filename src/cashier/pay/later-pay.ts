// Paying with points is one sale in many: its parts arrive once the till is idle.
import { later } from '#ui/later.tsx';

export const laterPayWithPoints = later(
  () => import('./pay-with-points.tsx'),
  (part) => part.PayWithPoints,
);
export const laterPointsLine = later(
  () => import('./points-line.tsx'),
  (part) => part.PointsLine,
);
export const laterChallenge = later(
  () => import('./challenge-button.tsx'),
  (part) => part.ChallengeButton,
);
