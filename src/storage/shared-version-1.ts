/** Tables of both apps as of version 1. */
export const SHARED_STORES_1 = {
  // `state` 0 unsent, 1 decided. The order of appending is the order of sending.
  outbox: '++order, &id, [state+order], [state+decidedAtMs]',
  decisions: 'id, decidedAtMs',
  meta: 'name',
  keys: 'name',
  counters: 'name',
  catalogue: 'name',
} as const;
