// What the wallet's window may ask of its worker. Plain data in, plain data out; refusals are values.
import type { Locale } from '#base/locale.ts';
import type { WalletLockApi } from './wallet-lock.ts';
import type { WalletPasskeyLockApi, WalletPasskeyRecoveryApi } from './wallet-passkey.ts';
import type { ChallengeAsk, PaymentAsk, WalletPayApi } from './wallet-pay.ts';
import type {
  CodeView,
  ConnectionView,
  Money,
  Outcome,
  ProgrammeLook,
  RefusalView,
  StorageView,
} from './common-views.ts';
import type { DefinitionView, PostingView } from './posting-views.ts';
import type { CalendarApi } from './wallet-calendar.ts';
import type { ProgrammeOffer, WalletCatalogueApi } from './wallet-catalogue.ts';
import type { UnsettledView, WalletFoldsApi } from './wallet-folds.ts';
import type { WalletDevicesApi } from './wallet-devices.ts';
import type { WalletInboxApi } from './wallet-inbox.ts';
import type { PlanApi } from './wallet-plan.ts';
import type { WalletProfileApi } from './wallet-profile.ts';
import type { WalletSafetyApi } from './wallet-safety.ts';

import type {
  BenefitsView,
  ChallengeView,
  FeedView,
  LadderView,
  LotView,
  ReportableView,
  RewardView,
  ScoreView,
  VersionView,
  WalletProgrammeApi,
} from './wallet-programme.ts';

export interface WalletApi
  extends
    CalendarApi,
    PlanApi,
    WalletCatalogueApi,
    WalletDevicesApi,
    WalletFoldsApi,
    WalletInboxApi,
    WalletLockApi,
    WalletPasskeyLockApi,
    WalletPasskeyRecoveryApi,
    WalletPayApi<PresentedVoucher>,
    WalletProfileApi,
    WalletProgrammeApi,
    WalletSafetyApi {
  /** Everything the first screen needs, in one crossing. Works offline from the first start on. */
  home(locale: Locale): Promise<HomeView>;
  catalogue(locale: Locale): Promise<CatalogueView>;
  programme(programmeId: string, locale: Locale): Promise<Outcome<ProgrammeView>>;
  vouchers(locale: Locale): Promise<readonly VoucherView[]>;
  activity(locale: Locale): Promise<readonly ActivityEntry[]>;
  device(): Promise<DeviceView>;
  connection(): Promise<ConnectionView>;

  /** Makes the device key and asks for a certificate when there is none yet; then joins. */
  join(programmeId: string): Promise<Outcome<null>>;
  /** The member pass, freshly signed; the counter is committed strictly before this returns. */
  pass(): Promise<Outcome<CodeView>>;
  /** A voucher's presentation, freshly signed; the voucher is marked as presented before this returns. */
  present(voucherKey: string, locale: Locale): Promise<Outcome<PresentedVoucher>>;
  /** Any text that a scanner, an image or the clipboard gave. */
  readCode(text: string, locale: Locale): Promise<Outcome<ReadReceipt>>;

  /** At once, unless the server asked for patience: then the problem says so. */
  syncNow(): Promise<ConnectionView>;
  cutConnection(cut: boolean): Promise<ConnectionView>;
  /** The window was shown or hidden: a visible one syncs soon and then every minute as long as all is well. Visible until told otherwise. */
  pageVisible(visible: boolean): Promise<void>;
  /** Background Sync: the browser thinks that there is a line again. */
  lineBack(): Promise<void>;
  /** Before the page is left: answers when nothing is being read or written, and begins nothing any more. */
  rest(): Promise<void>;
}

export interface HomeView {
  readonly device: DeviceView;
  readonly connection: ConnectionView;
  readonly programmes: readonly BalanceView[];
  /** From files and links: counted on this device only, and apart from the others. */
  readonly added: readonly BalanceView[];
  /** What lapses within 30 days, soonest first. */
  readonly lapsing: readonly LapsingView[];
  /** How many of those within seven days. */
  readonly lapsingThisWeek: number;
  readonly liveVouchers: number;
}

export interface BalanceView {
  readonly look: ProgrammeLook;
  /** The numbers are those of an earlier time, or still to come: the exact ones are told as a change of `programmes`. */
  readonly unsettled?: UnsettledView;
  /** One per unit; none while there is no exact answer. */
  readonly balances: readonly UnitBalance[];
  readonly tier?: {
    readonly name: string;
    readonly next?: { readonly name: string; readonly missing: string };
  };
}

export interface UnitBalance {
  readonly unitId: string;
  readonly unitName: string;
  /** Scaled integer; divide by 10^scale for display. Counts confirmed and pending. */
  readonly qty: number;
  readonly scale: number;
  /** The part that waits for the server. */
  readonly pendingQty: number;
}

export interface LapsingView {
  readonly look: ProgrammeLook;
  readonly what: 'points' | 'voucher';
  readonly name: string;
  readonly qty: number;
  readonly scale: number;
  readonly atMs: number;
}

export interface CatalogueView {
  /** Absent before the first contact with the server. */
  readonly offers?: readonly ProgrammeOffer[];
}

export interface ProgrammeView {
  readonly look: ProgrammeLook;
  /** Where its rules come from. */
  readonly note: 'demo' | 'modelled';
  readonly about: string;
  /** As in `BalanceView`; then what needs the whole history is missing. */
  readonly unsettled?: UnsettledView;
  readonly balances: readonly ProgrammeBalance[];
  readonly scores: readonly ScoreView[];
  readonly ladders: readonly LadderView[];
  readonly benefits: BenefitsView;
  readonly challenges: readonly ChallengeView[];
  readonly rewards: readonly RewardView[];
  readonly activities: readonly ReportableView[];
  readonly vouchers: readonly VoucherView[];
  /** News of the programme, the most fitting first. */
  readonly feed: readonly FeedView[];
  /** Newest first: what is announced, then what changed. */
  readonly changes: readonly VersionView[];
  readonly rules: readonly string[];
  readonly entries: readonly ActivityEntry[];
}

export interface ProgrammeBalance extends UnitBalance {
  readonly lots: readonly LotView[];
  /** Earned, and no part of the balance yet. */
  readonly later: readonly { readonly qty: number; readonly usableMs: number }[];
  /** The whole balance lapses when nothing moves until then, e.g. "24 months". */
  readonly idleAfter?: string;
}

export interface VoucherView {
  readonly key: string;
  readonly look: ProgrammeLook;
  readonly title: string;
  readonly off:
    | { readonly kind: 'fixed'; readonly money: Money }
    | { readonly kind: 'percent'; readonly basisPoints: number; readonly cap?: Money };
  readonly minimum?: Money;
  readonly untilMs?: number;
  /**
   * `waiting`: the server has not issued its credential yet. `presented`: shown at a till, no receipt seen. `elsewhere`:
   * another device of the member may show it; `leaving`: that device may once both have synced. `withdrawn`: its issuer took
   * it back.
   */
  readonly state:
    | 'waiting'
    | 'live'
    | 'presented'
    | 'leaving'
    | 'elsewhere'
    | 'withdrawn'
    | 'used'
    | 'expired';
  readonly usedAtMs?: number;
  readonly usedAt?: string;
  /** Where and how it is good, when it is not simply any till of the merchant. */
  readonly place?:
    | { readonly kind: 'online' | 'challenge' }
    | { readonly kind: 'tills'; readonly numbers: readonly number[] };
}

export interface PresentedVoucher {
  readonly code: CodeView;
  readonly voucher: VoucherView;
}

export interface ActivityEntry {
  /** Receipt or record id, hex. */
  readonly id: string;
  readonly kind:
    | 'joined'
    | 'earned'
    | 'redeemed'
    | 'undone'
    | 'voucher'
    | 'expired'
    | 'tier'
    | 'given'
    | 'claimed'
    | 'reported'
    | 'told'
    | 'refused'
    | 'paid'
    | 'visited';
  readonly atMs: number;
  readonly merchantName: string;
  readonly looks: readonly ProgrammeLook[];
  readonly total?: Money;
  readonly discount?: Money;
  /** A till has taken this purchase back. */
  readonly takenBack?: 'whole' | 'part';
  /** Of an `undone` entry: the purchase it takes back, and why. */
  readonly undo?: UndoView;
  readonly postings: readonly PostingView[];
  readonly state: EntryState;
  /** Of a payment: its id, by which its code is shown again. */
  readonly paymentId?: string;
  /** The till took it back. */
  readonly voided?: true;
  /** What the entry is about besides points: a reward, an activity, a voucher, a level. */
  readonly subject?: string;
  /** Why it came, in the programme's words, for what is no posting: a voucher, a level. */
  readonly because?: readonly string[];
  /** The terms in force then, for what is no posting. */
  readonly definition?: DefinitionView;
  readonly receipt?: ReceiptView;
}

/** The receipt an entry came from. */
export interface ReceiptView {
  readonly lines: readonly ReceiptLineView[];
  readonly payWith?: string;
  readonly tillReference?: string;
}

export interface ReceiptLineView {
  readonly category: string;
  readonly store?: string;
  readonly amount: Money;
}

export interface UndoView {
  readonly whole: boolean;
  /** When the purchase was made; absent when this wallet does not hold it. */
  readonly saleAtMs?: number;
  /** One of the protocol's reasons. */
  readonly reason?: string;
  /** The cashier's own words. */
  readonly note?: string;
}

/** `saved` on this phone, `sent`, `confirmed` by the server, `rejected` with a reason, `unverified` till unknown. */
export type EntryState =
  | { readonly kind: 'saved' | 'sent' | 'confirmed' }
  | { readonly kind: 'unverified'; readonly reason?: RefusalView }
  | { readonly kind: 'rejected'; readonly reason: RefusalView };

/** What scanning a code gave. */
export type ReadReceipt =
  | { readonly kind: 'earned' | 'undone'; readonly entry: ActivityEntry }
  | { readonly kind: 'redeemed'; readonly entry: ActivityEntry; readonly voucher: VoucherView }
  | { readonly kind: 'redemption_refused'; readonly reason: RefusalView; readonly voucher: VoucherView }
  | { readonly kind: 'known' | 'paid' | 'payment_voided'; readonly entry: ActivityEntry }
  /** A till asks for points; `paymentId`: this very request was paid before. */
  | {
      readonly kind: 'pay_request';
      readonly text: string;
      readonly ask: PaymentAsk;
      readonly paymentId?: string;
    }
  | { readonly kind: 'challenge'; readonly text: string; readonly challenge: ChallengeAsk<VoucherView> }
  | {
      readonly kind: 'visited';
      readonly entry: ActivityEntry;
      readonly placeName: string;
      readonly again: boolean;
    };

export interface DeviceView {
  readonly state: 'new' | 'ready';
  /** `soft`: the key cannot be stored safely here, so nothing can be spent offline. */
  readonly keyKind?: 'stored' | 'soft';
  /** Short form for people to compare, e.g. "7F3A-91C2". */
  readonly memberName?: string;
  readonly certificateUntilMs?: number;
  readonly storage: StorageView;
}
