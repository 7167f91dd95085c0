// What the verifiers take and give: plain data that crosses the worker boundary and is stored as it is.
import type { Bytes } from '#base/bytes.ts';
import type {
  DeviceCertificate,
  EarnReceipt,
  ListedMerchant,
  MemberId,
  MemberPass,
  MerchantId,
  MessageId,
  Presentation,
  PublicKey,
  RedemptionReceipt,
  TerminalCertificate,
  TerminalRisk,
  TrustList,
  Voucher,
} from './messages.ts';
import type { Payment } from './pay-messages.ts';
import type { ProtocolRefusal } from './refusal.ts';
import type { StatusList } from './status-list.ts';

/** What one device has shown to this terminal; by hex thumbprint of its key (certificates are renewed weekly). */
export interface SeenDevice {
  readonly maxCounter: number;
  /** Hex. */
  readonly lastMessageId: string;
  /** What the terminal answered; absent until `rememberReceipt`. */
  readonly receipt?: Bytes;
  /** Highest `cumulative` of its payments, in the newest epoch seen. */
  readonly spent?: { readonly epoch: number; readonly cumulative: number };
  /** What it has had here since the sync at `sinceMs`. */
  readonly stretch?: { readonly sinceMs: number; readonly points: number; readonly redemptions: number };
}

/** A nonce that this terminal has shown, by the terminal's monotonic clock. */
export interface OpenNonce {
  readonly shownAtMonotonicMs: number;
  /** Hex message id and points of a pay request; absent of a challenge. */
  readonly request?: { readonly id: string; readonly points: number };
  /** Hex message id of what has answered it. */
  readonly usedBy?: string;
}

/** One use of a voucher at this terminal. */
export interface VoucherUse {
  readonly useNumber: number;
  /** Hex. */
  readonly presentationId: string;
  readonly receipt?: Bytes;
}

/** A terminal's memory against replay; to be kept for at least 7 days after the last sync. */
export interface ReplayStore {
  readonly devices: Readonly<Record<string, SeenDevice>>;
  /** By hex voucher id. */
  readonly vouchers: Readonly<Record<string, readonly VoucherUse[]>>;
  /** max(server checkpoint, issue time of any object of the server, own last event). */
  readonly highWaterMarkMs: number;
  /** By hex nonce. To be forgotten when the terminal starts, because its monotonic clock starts anew. */
  readonly nonces?: Readonly<Record<string, OpenNonce>>;
  /** Value given away, and points taken as money, on one day (days since 1970, UTC). */
  readonly day?: { readonly number: number; readonly valueMinor: number; readonly points?: number };
}

/** Status lists the terminal has, and for how long after their issue it goes by them. */
export interface KnownStatus {
  /** By number; a merchant's first number is in the trust list. */
  readonly lists: ReadonlyMap<number, StatusList>;
  /** The first list of device certificates. */
  readonly deviceListNumber: number;
  readonly maxAgeMs: number;
}

export interface TerminalPolicy {
  readonly merchantId: MerchantId;
  readonly trustList: TrustList;
  /** Pinned keys of the server, which sign device certificates. */
  readonly serverKeys: readonly PublicKey[];
  /** The terminal's own, so that it never accepts what its receipts could not answer. */
  readonly ownCertificate: TerminalCertificate;
  /** Allowed difference between a code's time and the clock; 45. */
  readonly maxSkewS: number;
  /** Highest discount of one sale; absent: no limit. */
  readonly maxDiscountMinor?: number;
  /** When the terminal last spoke to the server, and for how long it may accept vouchers without (72 h). */
  readonly lastSyncMs: number;
  readonly maxOfflineMs: number;
  /** Total of the sale before discount; absent: not entered yet. */
  readonly saleMinor?: number;
  /** Absent: nothing is looked up. */
  readonly status?: KnownStatus;
  /** The programme whose points this terminal takes; absent: shares are not looked at. */
  readonly payProgrammeNumber?: number;
  /** `riskOf(ownCertificate)`; absent: only the limits above. */
  readonly risk?: TerminalRisk;
}

export interface AcceptedPass {
  readonly type: 'member_pass';
  readonly messageId: MessageId;
  /** Hex thumbprint of the device's key: the key into `ReplayStore.devices`. */
  readonly deviceThumbprint: string;
  readonly pass: MemberPass;
  readonly device: DeviceCertificate;
  /** This terminal's clock is behind what it has seen: earning goes on and is flagged, redeeming would be refused. */
  readonly clockBehind: boolean;
}

/** A genuine, fresh, unused presentation: only the sale's amount is still to be judged. */
export interface GenuinePresentation {
  readonly type: 'presentation';
  readonly messageId: MessageId;
  readonly deviceThumbprint: string;
  readonly presentation: Presentation;
  readonly voucher: Voucher;
  /** It answered a challenge of this terminal. */
  readonly answered?: true;
}

export interface AcceptedPresentation extends GenuinePresentation {
  readonly discountMinor: number;
  readonly usesLeft: number;
}

/** Points paid out of the allowance that the server has reserved for the device. */
export interface AcceptedPayment {
  readonly type: 'payment';
  readonly messageId: MessageId;
  readonly deviceThumbprint: string;
  readonly payment: Payment;
  readonly device: DeviceCertificate;
}

export type Accepted = AcceptedPass | AcceptedPresentation | AcceptedPayment;

export type TerminalVerdict =
  | { readonly kind: 'accepted_provisional'; readonly accepted: Accepted }
  /** The presentation holds; call `redeemGenuine` once the cashier has entered the amount. */
  | { readonly kind: 'amount_needed'; readonly genuine: GenuinePresentation }
  /** The very same message again (a cashier scans twice): show the same receipt, if one was made. */
  | { readonly kind: 'repeat'; readonly messageId: MessageId; readonly receipt?: Bytes }
  | {
      readonly kind: 'refused';
      readonly refusal: ProtocolRefusal;
      /** With `already_used_here`: what was answered then, so that it can be shown again. */
      readonly receipt?: Bytes;
    };

/** `state` is the very object that was passed in unless something was accepted. */
export interface TerminalOutcome {
  readonly verdict: TerminalVerdict;
  readonly state: ReplayStore;
}

export interface WalletState {
  readonly memberId: MemberId;
  /** Hex message id of each presentation this device made -> hex voucher id. */
  readonly presentations: ReadonlyMap<string, string>;
  /**
   * Hex message id of every receipt already held. Not its number: a till whose profile was put back signs a number twice, and
   * both sales were real; which of them count is the server's to say.
   */
  readonly receipts: ReadonlySet<string>;
}

export interface WalletPolicy {
  /** Absent: none was ever fetched, so every issuer is unknown. */
  readonly trustList?: TrustList;
}

/** Where a terminal's message comes from, proved from the pinned server key down. */
export interface TerminalOrigin {
  readonly merchant: ListedMerchant;
  readonly certificate: TerminalCertificate;
  /** The till that enrolled it, where the merchant's root did not. */
  readonly delegatedBy?: TerminalCertificate;
}

/** What everything that a terminal signs has. */
export interface TerminalMessage {
  readonly issuedAtS: number;
  readonly sequence: number;
}

export interface VerifiedReceipt<R extends TerminalMessage> extends TerminalOrigin {
  readonly messageId: MessageId;
  /** `hex kid:sequence`: two different messages with one key are proof that a terminal's chain forked. */
  readonly receiptKey: string;
  readonly receipt: R;
}

export type WalletVerdict =
  | ({ readonly kind: 'earned' } & VerifiedReceipt<EarnReceipt>)
  /** `voucherId` in hex, as the state has it for the presentation that was answered. */
  | ({ readonly kind: 'redeemed'; readonly voucherId: string } & VerifiedReceipt<RedemptionReceipt>)
  /** The terminal refused this device's presentation: `receipt.result` says why. Nothing was redeemed. */
  | ({ readonly kind: 'redemption_refused'; readonly voucherId: string } & VerifiedReceipt<RedemptionReceipt>)
  /** Held already: show it, count nothing. */
  | { readonly kind: 'duplicate'; readonly receiptId: string }
  /** The merchant or its key is newer than the trust list: store the bytes, count nothing, verify after the next sync. */
  | { readonly kind: 'keep_unverified'; readonly refusal: ProtocolRefusal }
  | { readonly kind: 'refused'; readonly refusal: ProtocolRefusal };

export interface WalletOutcome {
  readonly verdict: WalletVerdict;
  readonly state: WalletState;
}
