// What the cashier app's window may ask of its worker. Plain data in, plain data out; refusals are values.
import type { Locale } from '#base/locale.ts';
import type { CashierAddingApi } from './cashier-adding.ts';
import type { CashierDoctorApi } from './cashier-doctor.ts';
import type { CashierPayApi } from './cashier-pay.ts';
import type { CashierShiftApi } from './cashier-shift.ts';
import type { CashierTransferApi } from './cashier-transfer.ts';
import type { CashierUndoApi } from './cashier-undo.ts';
import type {
  CodeView,
  ConnectionView,
  Currency,
  Money,
  Outcome,
  RefusalView,
  StorageView,
} from './common-views.ts';
import type { TillReceipt } from './till-record.ts';

export interface CashierApi
  extends
    CashierAddingApi,
    CashierPayApi<SaleDraft>,
    CashierUndoApi,
    CashierShiftApi,
    CashierTransferApi,
    CashierDoctorApi {
  terminal(): Promise<TerminalView>;
  connection(): Promise<ConnectionView>;
  /** Pairs this device as a till: makes its key, sends the one-time code, stores the certificate. */
  pair(pairingCode: string, tillName: string): Promise<Outcome<TerminalView>>;

  /** Verifies what was scanned against the sale on the screen. Changes nothing but the replay store's knowledge of passes. */
  readCode(text: string, sale: SaleDraft): Promise<Outcome<TillReading>>;
  /** Signs and strictly stores an earn receipt for the member of a reading. */
  recordSale(readingId: string, sale: SaleDraft): Promise<Outcome<TillReceipt>>;
  /** Marks the voucher of a reading as used, signs and strictly stores the redemption receipt. */
  redeem(readingId: string, sale: SaleDraft): Promise<Outcome<TillReceipt>>;
  /** A signed refusal for the customer's screen, so that both read the same reason. */
  refusalCode(readingId: string): Promise<Outcome<CodeView>>;

  /** The code of a record once more, the same bytes. Refusals: `not_enrolled`, `record_unknown`. */
  receipt(recordId: string): Promise<Outcome<TillReceipt>>;
  /** At once, unless the server asked for patience: then the problem says so. */
  syncNow(): Promise<ConnectionView>;
  cutConnection(cut: boolean): Promise<ConnectionView>;
  /** The window was shown or hidden: a visible one syncs soon and then every minute as long as all is well. */
  pageVisible(visible: boolean): Promise<void>;
  /** Background Sync: the browser thinks that there is a line again. */
  lineBack(): Promise<void>;
  /** Before the page is left: answers when nothing is being read or written, and begins nothing any more. */
  rest(): Promise<void>;
}

export interface SaleDraft {
  readonly lines: readonly SaleLine[];
  readonly payWith?: string;
}

export interface SaleLine {
  readonly amountMinor: number;
  /** One of the merchant's categories. */
  readonly category: string;
}

export interface LostTill {
  readonly tillName: string;
  readonly unsent: number;
  /** Why the server does not take it in, as a kind of refusal; absent: the browser has lost its key. */
  readonly notAdmitted?: string;
}

export type TerminalView =
  | {
      readonly state: 'unpaired';
      readonly storage: StorageView;
      /** This device was a till; what it could not send is still here. */
      readonly lost?: LostTill;
    }
  | {
      readonly state: 'paired';
      readonly merchantName: string;
      readonly tillName: string;
      readonly tillNumber: number;
      readonly currency: Currency;
      readonly categories: readonly string[];
      /** Some programme of the merchant says what its points are worth, and this till may take them. */
      readonly takesPoints: boolean;
      readonly certificateUntilMs: number;
      /** Names of the merchant's programmes in every language: the till changes its language without asking again. */
      readonly programmes: readonly Readonly<Record<Locale, string>>[];
      readonly storage: StorageView;
      /** Server time minus device time as last measured. */
      readonly clockOffsetMs?: number;
    };

export type TillReading =
  | {
      readonly kind: 'member';
      readonly readingId: string;
      readonly memberName: string;
      readonly tierRank?: number;
    }
  | {
      readonly kind: 'voucher';
      readonly readingId: string;
      readonly title: string;
      readonly off:
        | { readonly kind: 'fixed'; readonly money: Money }
        | { readonly kind: 'percent'; readonly basisPoints: number };
      readonly minimum?: Money;
      readonly discount: Money;
      readonly payable: Money;
    }
  /** A payment that answered a request of this till: taken, and here is its receipt. */
  | { readonly kind: 'paid'; readonly receipt: TillReceipt }
  /** The very code that was already accepted: its receipt again. */
  | { readonly kind: 'repeat'; readonly receipt: TillReceipt }
  /** Refused, and a signed refusal can be shown to the customer under `readingId`. */
  | {
      readonly kind: 'refused';
      readonly readingId: string;
      readonly reason: RefusalView;
      readonly usedAtMs?: number;
    };
