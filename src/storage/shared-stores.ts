import { type CatalogueStore, createCatalogueStore } from './catalogue-store.ts';
import { type CounterStore, createCounterStore } from './counter-store.ts';
import type { SharedDatabase, SharedTables } from './database.ts';
import { type DecisionStore, createDecisionStore } from './decision-store.ts';
import { type KeyStore, createKeyStore } from './key-store.ts';
import { type MetaStore, createMetaStore } from './meta-store.ts';
import { type QuarantineStore, createQuarantineStore } from './quarantine.ts';
import { type OutboxStore, createOutboxStore } from './outbox-store.ts';
import { type StatusListStore, createStatusListStore } from './status-list-store.ts';
import { type Store, createStore } from './store.ts';

/** The repositories that both apps use, of one transaction. */
export interface SharedRepositories {
  readonly outbox: OutboxStore;
  readonly decisions: DecisionStore;
  readonly meta: MetaStore;
  readonly keys: KeyStore;
  readonly counters: CounterStore;
  readonly catalogue: CatalogueStore;
  readonly statusLists: StatusListStore;
  readonly quarantine: QuarantineStore;
}

/** What both apps have of their database. */
export interface SharedStores {
  readonly store: Store<SharedRepositories>;
}

export function createSharedRepositories(tables: SharedTables): SharedRepositories {
  return {
    outbox: createOutboxStore(tables),
    decisions: createDecisionStore(tables),
    meta: createMetaStore(tables),
    keys: createKeyStore(tables),
    counters: createCounterStore(tables),
    catalogue: createCatalogueStore(tables),
    statusLists: createStatusListStore(tables),
    quarantine: createQuarantineStore(tables),
  };
}

export function createSharedStores(db: SharedDatabase): SharedStores {
  return { store: createStore(db, createSharedRepositories) };
}
