// A till that is added: once in its life.
import { later } from '#ui/later.tsx';

export const laterEnterJoining = later(
  () => import('./enter-joining.tsx'),
  (part) => part.EnterJoining,
);
export const laterJoinFlow = later(
  () => import('./join-flow.tsx'),
  (part) => part.JoinFlow,
);
