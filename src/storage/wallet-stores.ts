import { type AddedProgrammeStore, createAddedProgrammeStore } from './added-programme-store.ts';
import { type BalanceStore, createBalanceStore } from './balance-store.ts';
import { createGate } from './gate.ts';
import { type FoldStore, type FoldTables, createFoldStore } from './fold-store.ts';
import { type HeardStore, createHeardStore } from './heard-store.ts';
import { type HiddenProgrammeStore, createHiddenProgrammeStore } from './hidden-programme-store.ts';
import { type InboxStore, createInboxStore } from './inbox-store.ts';
import { type MemberMemory, createMemberMemory } from './member-memory.ts';
import { type MembershipStore, createMembershipStore } from './membership-store.ts';
import { type PaymentStore, createPaymentStore } from './payment-store.ts';
import { type ReceiptStore, createReceiptStore } from './receipt-store.ts';
import { type SharedRepositories, createSharedRepositories } from './shared-stores.ts';
import { type StatementStore, createStatementStore } from './statement-store.ts';
import { type UnreadStore, createUnreadStore } from './unread-store.ts';
import { type VisitStore, createVisitStore } from './visit-store.ts';
import { type VoucherPlaceStore, createVoucherPlaceStore } from './voucher-place-store.ts';
import { type VoucherStore, createVoucherStore } from './voucher-store.ts';
import type { SharedTables } from './database.ts';
import { type Store, createStore } from './store.ts';
import type { WalletDatabase, WalletTables } from './wallet-database.ts';

/** The wallet's repositories, of one transaction. */
export interface WalletRepositories extends SharedRepositories {
  readonly receipts: ReceiptStore;
  readonly vouchers: VoucherStore;
  readonly voucherPlaces: VoucherPlaceStore;
  readonly memberships: MembershipStore;
  readonly balances: BalanceStore;
  readonly addedProgrammes: AddedProgrammeStore;
  readonly heard: HeardStore;
  readonly hiddenProgrammes: HiddenProgrammeStore;
  readonly statements: StatementStore;
  readonly payments: PaymentStore;
  readonly unread: UnreadStore;
  readonly visits: VisitStore;
  readonly inbox: InboxStore;
  readonly member: MemberMemory;
}

export interface WalletStores {
  readonly store: Store<WalletRepositories>;
  readonly folds: FoldStore;
  /** Answers when no transaction is open; from then on none begins. */
  readonly rest: () => Promise<void>;
}

export function createWalletRepositories(
  tables: SharedTables & Omit<WalletTables, keyof FoldTables>,
): WalletRepositories {
  return {
    ...createSharedRepositories(tables),
    receipts: createReceiptStore(tables),
    vouchers: createVoucherStore(tables),
    voucherPlaces: createVoucherPlaceStore(tables),
    memberships: createMembershipStore(tables),
    balances: createBalanceStore(tables),
    addedProgrammes: createAddedProgrammeStore(tables),
    heard: createHeardStore(tables),
    hiddenProgrammes: createHiddenProgrammeStore(tables),
    statements: createStatementStore(tables),
    payments: createPaymentStore(tables),
    unread: createUnreadStore(tables),
    visits: createVisitStore(tables),
    inbox: createInboxStore(tables),
    member: createMemberMemory(tables),
  };
}

export function createWalletStores(db: WalletDatabase): WalletStores {
  const gate = createGate();
  return {
    store: createStore(db, createWalletRepositories, gate),
    folds: createFoldStore(db, gate),
    rest: gate.shut,
  };
}
