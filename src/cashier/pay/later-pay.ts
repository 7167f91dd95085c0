// Paying with points is one sale in many: its parts arrive once the till is idle.
import { later } from '#cashier/shell/later.tsx';

export const laterPayWithPoints = later(async () => (await import('./pay-with-points.tsx')).PayWithPoints);
export const laterPointsLine = later(async () => (await import('./points-line.tsx')).PointsLine);
export const laterChallenge = later(async () => (await import('./challenge-button.tsx')).ChallengeButton);
