// A till that adds others: seldom, so it comes when it is asked for.
import { later } from '#cashier/shell/later.tsx';

export const laterEnterAdding = later(async () => (await import('./enter-adding.tsx')).EnterAdding);
export const laterAddFlow = later(async () => (await import('./add-flow.tsx')).AddFlow);
