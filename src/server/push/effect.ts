// What a good record would do, as plain data: which claim it makes and which events the engine would fold.
import type { Bytes } from '#base/bytes.ts';
import type { PayTerms } from '#loyalty/ledger/pay-terms.ts';
import type { VoucherUse } from '#loyalty/ledger/receipt-events.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { UndoneLine } from '#protocol/pay-messages.ts';
import type { PaidRecord } from '#protocol/verify-pay-at-server.ts';
import { BUCKETS } from '#server/db/bucket.ts';
import type { DecisionStatus } from '#server/db/receipt-tables.ts';
import type { StatementContext, StatementEffect } from './judge-statement.ts';

/** The right to be the only one: of all who claim a subject, the first to be stored holds it. */
export interface Claim {
  readonly bucket: number;
  readonly kind:
    | 'join'
    | 'earn'
    | 'redeem'
    | 'loss'
    | 'place'
    | 'decided'
    | 'undo'
    | 'pay'
    | 'void'
    | 'visit'
    | 'waiting';
  readonly subject: Buffer;
  /** Two claims of one holder are the same claim, made twice. */
  readonly holder: string;
}

export interface Effect {
  readonly memberId: string;
  readonly claim: Claim;
  readonly event?: LoyaltyEvent;
  /** A receipt that the member's wallets and the till should both know. */
  readonly receipt?: ReceiptCopy;
  /** Points that a till took as money: settled against what was reserved. */
  readonly payment?: PaymentEffect;
  /** The payment that is taken back. */
  readonly reversed?: PaymentEffect;
  /** The voucher of the claim has no use left: other tills hear of it by the status list. */
  readonly spentVoucher?: string;
  /** What a lost claim costs: a redemption that happened at a till although the voucher was used up before. */
  readonly loss?: Loss;
  /** What this receipt sold, for whoever takes it back one day. */
  readonly sale?: Omit<Sale, 'status'>;
  /** The receipt that this one takes back. */
  readonly undo?: Undo;
}

/** Whose a sale is, once its customer was erased. */
export const NOBODY = '';

/** A decided receipt of goods. */
export interface Sale {
  /** Message id, hex. */
  readonly receipt: string;
  /** `NOBODY` of somebody who was erased. */
  readonly memberId: string;
  readonly merchantId: string;
  readonly atS: number;
  /** List prices of its lines. */
  readonly lines: readonly number[];
  readonly discountMinor: number;
  readonly currency: string;
  readonly status: DecisionStatus;
  /** Subject of the claim on the voucher's use. */
  readonly voucherUse?: Buffer;
  /** Where a voucher used twice was booked, had this receipt lost. */
  readonly loss?: LossPlace;
}

export interface Undo {
  /** Message id, hex. */
  readonly id: string;
  readonly sale: Sale;
  /** Absent: all of it. */
  readonly lines?: readonly UndoneLine[];
}

export interface PaymentEffect {
  readonly paid: PaidRecord;
  readonly terms: PayTerms;
  readonly memberId: string;
  /** Scaled. */
  readonly qty: number;
  readonly merchantId: string;
  readonly currency: string;
  /** Outside what the certificates allow: the merchant bears it, the member keeps the points. */
  readonly beyond?: 'limit_tx' | 'limit_wallet';
}

export interface ReceiptCopy {
  readonly cose: Bytes;
  readonly presentation?: Bytes;
  /** Serial of the till that wrote it. */
  readonly serial: number;
}

export interface LossPlace {
  readonly bucket: number;
  readonly programmeId: string;
  readonly merchantId: string;
  readonly currency: string;
}

export interface Loss extends LossPlace {
  readonly claim: Claim;
  readonly amountMinor: number;
}

/** What the database knows about the member of a record. */
export interface EffectContext extends StatementContext {
  /** Owner and origin of a voucher by its hex id; absent for one that this server never issued. */
  readonly voucherOf: (voucherId: string) => IssuedVoucher | undefined;
  /** A decided receipt by its hex id. */
  readonly saleOf: (receiptId: string) => Sale | undefined;
  /** Which points a merchant took at a time. */
  readonly payTermsAt: (merchantSlug: string, atS: number) => PayTerms | undefined;
  /** Before this the member can have joined nothing; absent where that cannot be said. */
  readonly joinsFromMs?: number;
}

export interface IssuedVoucher extends VoucherUse {
  readonly memberId: string;
}

export type Judgement =
  | { readonly kind: 'effect'; readonly effect: Effect }
  /** Genuine, and nothing follows from it: a refusal that a till signed, a bearer receipt in the journal of its till. */
  | { readonly kind: 'noted' }
  /** The member's own word: whether it counts, the member's log decides under its lock. */
  | { readonly kind: 'statement'; readonly statement: StatementEffect }
  | { readonly kind: 'rejected'; readonly code: string };

/**
 * Vouchers carry their bucket in the first two bytes of their id, so one is found without knowing its member. An id that
 * this server did not draw (a stolen root's voucher) may hold anything there: it is brought into the range, or its record
 * would fail its till's every push.
 */
export function voucherBucket(voucherId: string): number {
  return Number.parseInt(voucherId.slice(0, 4), 16) % BUCKETS;
}
