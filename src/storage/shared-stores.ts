import { type CatalogueStore, createCatalogueStore } from './catalogue-store.ts';
import { type CounterStore, createCounterStore } from './counter-store.ts';
import type { SharedDatabase } from './database.ts';
import { type DecisionStore, createDecisionStore } from './decision-store.ts';
import { type KeyStore, createKeyStore } from './key-store.ts';
import { type MetaStore, createMetaStore } from './meta-store.ts';
import { type OutboxStore, createOutboxStore } from './outbox-store.ts';
import { type StatusListStore, createStatusListStore } from './status-list-store.ts';
import { type Store, createStore } from './store.ts';

/** The repositories that both apps use, over one database. */
export interface SharedStores {
  readonly store: Store;
  readonly outbox: OutboxStore;
  readonly decisions: DecisionStore;
  readonly meta: MetaStore;
  readonly keys: KeyStore;
  readonly counters: CounterStore;
  readonly catalogue: CatalogueStore;
  readonly statusLists: StatusListStore;
}

export function createSharedStores(db: SharedDatabase): SharedStores {
  return {
    store: createStore(db),
    outbox: createOutboxStore(db),
    decisions: createDecisionStore(db),
    meta: createMetaStore(db),
    keys: createKeyStore(db),
    counters: createCounterStore(db),
    catalogue: createCatalogueStore(db),
    statusLists: createStatusListStore(db),
  };
}
