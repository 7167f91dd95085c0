import type { CashierStores } from '#storage/cashier-stores.ts';
import type { StatusLists } from '#worker/shared/status-lists.ts';
import type { TillKnowledge } from './terminal-policy.ts';

/** Clock marks and status lists as they are now; another tab may have synced a moment ago. */
export function createTillKnowledge(
  { store }: CashierStores,
  statusLists: Pick<StatusLists, 'known'>,
): () => Promise<TillKnowledge> {
  return async () => {
    const [clock, status] = await Promise.all([
      store.read(({ meta }) => meta.get('clock')),
      statusLists.known(),
    ]);
    return { clock, status };
  };
}
