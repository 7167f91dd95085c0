// What the messages of LW1 say once decoded. One file per type holds its labels, its maker and its reader; README.md,
// "Messages" is the table of them all; pay-messages.ts and setup-messages.ts go on with it. Times ending in S are Unix
// seconds, amounts are integer minor units of the merchant's currency, ids are opaque bytes.
import type { Bytes } from '#base/bytes.ts';

/** Label 0 of the private claim of every message. A number is never given a second meaning. */
export const MESSAGE_TYPE = {
  earnReceipt: 1,
  poster: 2,
  memberPass: 3,
  voucher: 4,
  presentation: 5,
  redemptionReceipt: 6,
  terminalCertificate: 7,
  deviceCertificate: 8,
  payRequest: 9,
  payment: 10,
  payReceipt: 11,
  enrolRequest: 12,
  challenge: 13,
  trustList: 14,
  issuerCertificate: 15,
  voidReceipt: 16,
  journalRecord: 32,
  programmeSeal: 48,
} as const;
export type MessageName = keyof typeof MESSAGE_TYPE;

/** 8 random bytes, given by the server. */
export type MerchantId = Bytes;
/** 8 random bytes, given by the server. */
export type MemberId = Bytes;
/** 12 random bytes, given by the server. */
export type VoucherId = Bytes;
/** SHA-256(Sig_structure)[0..16]: names a message without its randomised signature. */
export type MessageId = Bytes;
/** A P-256 public key, SEC1 compressed: 33 bytes. */
export type PublicKey = Bytes;

export interface FactLine {
  readonly amountMinor: number;
  readonly category: string;
  readonly store?: string;
}

/** What happened at the till. Points are what the programme definitions make of it, everywhere alike. */
export interface Facts {
  readonly kind: 'purchase' | 'refund' | 'activity' | 'visit';
  /** At most 6; empty for a visit. */
  readonly lines: readonly FactLine[];
  readonly payWith?: string;
  /** Message id of the receipt whose purchase this reverses. */
  readonly reverses?: MessageId;
}

/** A merchant without a programme may grant a flat quantity of one unit, within its certificate's caps. */
export interface FlatGrant {
  readonly unitNumber: number;
  readonly quantity: number;
}

/** Type 1, signed by a terminal. Bound to a member, or bearer (whoever scans it) until it expires. */
export interface EarnReceipt {
  readonly issuedAtS: number;
  /** Bound receipts only. Exactly one of `memberId` and `expiresAtS` is there. */
  readonly memberId?: MemberId;
  /** Bearer receipts only. */
  readonly expiresAtS?: number;
  /** The terminal's own count of its receipts, from 1, without gaps. */
  readonly sequence: number;
  readonly facts: Facts;
  readonly totalMinor: number;
  readonly tillReference: string;
  /** First 8 bytes of the message id of the terminal's receipt before this one; zeros for its first. */
  readonly previous: Bytes;
  readonly campaigns?: readonly string[];
  readonly flatGrant?: FlatGrant;
}

/** Type 3, signed by the device key and re-signed every 15 s while on screen; its member is in the certificate. */
export interface MemberPass {
  readonly issuedAtS: number;
  readonly counter: number;
  /** Answers a challenge of a terminal: 8 bytes. */
  readonly nonce?: Bytes;
}

/** 0 online only, 1 any till, 2 any till that challenges, 3 home tills only. */
export type OfflinePolicy = 0 | 1 | 2 | 3;

/** Type 4, signed by the merchant's root; only the device whose key it names can present it. */
export interface Voucher {
  readonly merchantId: MerchantId;
  readonly voucherId: VoucherId;
  readonly notBeforeS?: number;
  readonly expiresAtS: number;
  /** Key of the only device that may present it. */
  readonly holderKey: PublicKey;
  readonly kind: 'fixed' | 'percent';
  /** Minor units when fixed, basis points when percent. */
  readonly value: number;
  /** Absent: no minimum. */
  readonly minSpendMinor?: number;
  /** Percent only: the discount never exceeds this. */
  readonly capMinor?: number;
  /** At most 28 characters. */
  readonly title: string;
  /** Absent: once. */
  readonly maxUses?: number;
  readonly offlinePolicy: OfflinePolicy;
  /** 8 bytes. */
  readonly merchantSetId?: Bytes;
  /** Till numbers of the merchant, at most 8. */
  readonly homeTills?: readonly number[];
  readonly statusIndex?: number;
  /** `key` of the engine's VoucherInstance, at most 64 bytes of UTF-8. */
  readonly instanceKey?: string;
  /** `programme/voucher`, at most 64 bytes of UTF-8. */
  readonly programmeVoucher?: string;
}

/** Type 5, signed by the key the voucher names; needs no certificate of its own. */
export interface Presentation {
  /** The merchant it is meant for. */
  readonly merchantId: MerchantId;
  readonly issuedAtS: number;
  readonly nonce?: Bytes;
  readonly counter: number;
  /** The voucher as it was issued. */
  readonly voucher: Bytes;
  /** 1 for the first use. */
  readonly useNumber: number;
}

/**
 * What a terminal answers to a genuine presentation. All but the first are refusals, signed so that both screens say
 * the same reason. The position is the number on the wire and is never reused.
 */
export const REDEMPTION_RESULTS = [
  'accepted',
  'already_used_here',
  'expired',
  'revoked',
  'min_spend',
  'wrong_merchant',
  'limit',
] as const;
export type RedemptionResult = (typeof REDEMPTION_RESULTS)[number];

/**
 * Type 6, signed by a terminal: the voucher counts as used when the result is `accepted`. With facts it is an earn
 * receipt as well. A refusal takes no place in the terminal's count and chain, gives nothing and is never pushed.
 */
export interface RedemptionReceipt {
  readonly issuedAtS: number;
  /** One count together with the terminal's earn receipts, from 1; 0 of a refusal. */
  readonly sequence: number;
  readonly result: RedemptionResult;
  /** Commits to the voucher as well, whose bytes are inside the presentation. */
  readonly presentationId: MessageId;
  readonly discountMinor: number;
  readonly usesLeft: number;
  readonly previous: Bytes;
  /** The purchase in which the voucher was used: one scan then both files the voucher and earns. */
  readonly facts?: Facts;
  /** Before the discount. */
  readonly totalMinor?: number;
}

export type TerminalPermission = 'earn' | 'redeem' | 'pay' | 'issue' | 'void';

/** The most a terminal may give away; the server holds it to them. */
export interface TerminalCaps {
  readonly pointsPerReceipt: number;
  readonly pointsPerDay: number;
  readonly valuePerDayMinor: number;
}

/** The most a terminal may sell, in list prices; a day is one of the receipts' own time, UTC. */
export interface SalesLimits {
  readonly perReceiptMinor: number;
  readonly perDayMinor: number;
  readonly receiptsPerDay: number;
}

/** Type 7, inside every message of the terminal; signed by the merchant's root, or by a till whose certificate it carries. */
export interface TerminalCertificate {
  readonly merchantId: MerchantId;
  readonly issuedAtS: number;
  readonly expiresAtS: number;
  readonly terminalKey: PublicKey;
  readonly tillNumber: number;
  readonly permissions: readonly TerminalPermission[];
  readonly caps: TerminalCaps;
  /** The server credits receipts of registered serials only. */
  readonly serial: number;
  /** Absent: the limits of `DEFAULT_RISK`. */
  readonly risk?: TerminalRisk;
  /** Permission to enrol: how many tills it may add by itself, one at least. Absent: none. */
  readonly delegates?: number;
  /** Absent: what `salesLimitsOf` makes of the caps. */
  readonly sales?: SalesLimits;
}

/** What a terminal may take on itself between two syncs (README.md, "Challenges, payments and limits"). */
export interface TerminalRisk {
  /** Of one device. */
  readonly devicePoints: number;
  readonly deviceRedemptions: number;
  /** Since the last sync: full limits until the first, half until the second, nothing after. */
  readonly fullOfflineS: number;
  readonly mostOfflineS: number;
  /** Highest value of a fixed voucher that any till may take, and of one that a challenge was answered for. */
  readonly anyTillFaceMinor: number;
  readonly challengeFaceMinor: number;
}

export type Assurance = 'soft' | 'non_extractable' | 'passkey';

export interface Allowance {
  readonly perTransaction: number;
  readonly cumulative: number;
  readonly epoch: number;
}

/** The part of the allowance that is reserved in one programme: payments there may not be more. */
export interface ProgrammeShare {
  readonly programmeNumber: number;
  readonly points: number;
}

export interface TierRank {
  readonly programmeNumber: number;
  readonly rank: number;
}

/** Type 8, signed by the server, carried inside every pass. */
export interface DeviceCertificate {
  readonly memberId: MemberId;
  readonly issuedAtS: number;
  readonly expiresAtS: number;
  readonly deviceKey: PublicKey;
  readonly assurance: Assurance;
  readonly allowance?: Allowance;
  readonly statusIndex?: number;
  /** At most 8, so that a till can estimate tier prices offline. */
  readonly tiers?: readonly TierRank[];
  /** At most 8; absent: the whole allowance may go to one programme. */
  readonly shares?: readonly ProgrammeShare[];
}

export interface ListedMerchant {
  readonly merchantId: MerchantId;
  readonly name: string;
  /** What programme rules match as `merchant`. */
  readonly slug: string;
  /** Current root key first; 1 to 4. */
  readonly rootKeys: readonly PublicKey[];
  readonly revoked: boolean;
  readonly statusListNumber: number;
  readonly currency: { readonly code: string; readonly exponent: number };
}

/** Type 14, signed by the server: whom to trust until it expires. */
export interface TrustList {
  readonly issuedAtS: number;
  readonly expiresAtS: number;
  readonly version: number;
  /** SHA-256 of the list before; absent in the first. */
  readonly previousHash?: Bytes;
  readonly merchants: readonly ListedMerchant[];
  /** The server's announced next key. */
  readonly nextServerKey?: PublicKey;
  /** Keys that the server signed with before, newest first, and until when. */
  readonly formerServerKeys?: readonly { readonly key: PublicKey; readonly untilS: number }[];
  /** Issuer certificates (type 15) of the merchants in it, as bytes. */
  readonly issuerCertificates?: readonly Bytes[];
  /** Tills that the operator has struck off. */
  readonly revokedTills?: readonly RevokedTill[];
}

/** What it signs from then on counts for nobody. */
export interface RevokedTill {
  readonly serial: number;
  readonly fromS: number;
}
