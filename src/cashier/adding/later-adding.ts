// A till that adds others: seldom, so it comes when it is asked for.
import { later } from '#ui/later.tsx';

export const laterEnterAdding = later(
  () => import('./enter-adding.tsx'),
  (part) => part.EnterAdding,
);
export const laterAddFlow = later(
  () => import('./add-flow.tsx'),
  (part) => part.AddFlow,
);
