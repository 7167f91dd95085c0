import { type AddedProgrammeStore, createAddedProgrammeStore } from './added-programme-store.ts';
import { type BalanceStore, createBalanceStore } from './balance-store.ts';
import { type FoldStore, createFoldStore } from './fold-store.ts';
import { type HiddenProgrammeStore, createHiddenProgrammeStore } from './hidden-programme-store.ts';
import { type InboxStore, createInboxStore } from './inbox-store.ts';
import { type MembershipStore, createMembershipStore } from './membership-store.ts';
import { type PaymentStore, createPaymentStore } from './payment-store.ts';
import { type ReceiptStore, createReceiptStore } from './receipt-store.ts';
import { type SharedStores, createSharedStores } from './shared-stores.ts';
import { type StatementStore, createStatementStore } from './statement-store.ts';
import { type VisitStore, createVisitStore } from './visit-store.ts';
import { type VoucherStore, createVoucherStore } from './voucher-store.ts';
import type { WalletDatabase } from './wallet-database.ts';

/** The wallet's repositories over one database. */
export interface WalletStores extends SharedStores {
  readonly receipts: ReceiptStore;
  readonly vouchers: VoucherStore;
  readonly memberships: MembershipStore;
  readonly balances: BalanceStore;
  readonly folds: FoldStore;
  readonly addedProgrammes: AddedProgrammeStore;
  readonly hiddenProgrammes: HiddenProgrammeStore;
  readonly statements: StatementStore;
  readonly payments: PaymentStore;
  readonly visits: VisitStore;
  readonly inbox: InboxStore;
}

export function createWalletStores(db: WalletDatabase): WalletStores {
  return {
    ...createSharedStores(db),
    receipts: createReceiptStore(db),
    vouchers: createVoucherStore(db),
    memberships: createMembershipStore(db),
    balances: createBalanceStore(db),
    folds: createFoldStore(db),
    addedProgrammes: createAddedProgrammeStore(db),
    hiddenProgrammes: createHiddenProgrammeStore(db),
    statements: createStatementStore(db),
    payments: createPaymentStore(db),
    visits: createVisitStore(db),
    inbox: createInboxStore(db),
  };
}
