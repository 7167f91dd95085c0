import { wrap } from 'comlink';
import type { CashierApi } from './cashier-api.ts';

/** The till's worker as the interface its screens know. The composition root creates the worker. */
export function connectCashier(worker: Worker): CashierApi {
  return wrap<CashierApi>(worker);
}
