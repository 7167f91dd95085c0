import type { Random } from '#base/ports.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { Exclusive } from '#worker/shared/surroundings.ts';
import type { DayClock } from './day-limit.ts';
import type { OpenRequests } from './open-requests.ts';
import type { Readings } from './readings.ts';
import type { TillKnowledge } from './terminal-policy.ts';
import type { ReceiptWriter } from './receipt-writer.ts';
import type { ReplayKeeper } from './replay-keeper.ts';
import type { FindTill } from './till.ts';

/** What the use cases of a sale need; made once by the composition root. */
export interface SaleDeps {
  readonly stores: CashierStores;
  readonly findTill: FindTill;
  readonly readings: Readings;
  readonly keeper: ReplayKeeper;
  readonly knowledge: () => Promise<TillKnowledge>;
  readonly writer: ReceiptWriter;
  readonly exclusive: Exclusive;
  readonly clock: DayClock;
  readonly random: Random;
}

/** What asking a phone and taking its payment needs besides. */
export interface PayDeps extends SaleDeps {
  readonly requests: OpenRequests;
}
