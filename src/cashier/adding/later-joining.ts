// A till that is added: once in its life.
import { later } from '#cashier/shell/later.tsx';

export const laterEnterJoining = later(async () => (await import('./enter-joining.tsx')).EnterJoining);
export const laterJoinFlow = later(async () => (await import('./join-flow.tsx')).JoinFlow);
