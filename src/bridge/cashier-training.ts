// Practice mode of the till: the same worker over another database, and codes to practise with.
import { wrap } from 'comlink';
import type { CashierApi } from './cashier-api.ts';
import type { CodeView } from './common-views.ts';

/** What there is to practise with; the order is that of the list on the screen. */
export const SPECIMENS = [
  'member',
  'voucher',
  'minimum',
  'used',
  'late',
  'expired',
  'other_shop',
  'forged',
  'damaged',
  'product',
] as const;

export type Specimen = (typeof SPECIMENS)[number];

export interface TrainingApi extends CashierApi {
  /** A code made this moment by the published practice keys; no real till takes it, ever. */
  specimen(kind: Specimen): Promise<CodeView>;
}

/** The practice worker as the interface its screens know. The composition root creates the worker. */
export function connectTraining(worker: Worker): TrainingApi {
  return wrap<TrainingApi>(worker);
}
