// Tills are added a few times in a shop's life: both sides come when they are asked for.
import { later } from '#cashier/shell/later.tsx';

export const laterJoinFlow = later(async () => (await import('./join-flow.tsx')).JoinFlow);
export const laterAddFlow = later(async () => (await import('./add-flow.tsx')).AddFlow);
