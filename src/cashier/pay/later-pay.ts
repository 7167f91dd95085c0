// Paying with points is one sale in many: its parts arrive once the till is idle.
import { later } from '#cashier/shell/later.tsx';

export const laterPaySheet = later(async () => (await import('./pay-sheet.tsx')).PaySheet);
export const laterChallenge = later(async () => (await import('./challenge-button.tsx')).ChallengeButton);
