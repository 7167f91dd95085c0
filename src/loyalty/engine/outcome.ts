// What the engine says: plain data that crosses the worker boundary and the wire unchanged.
import type { Id, Instant, Int, LoyaltyEvent } from '#loyalty/programme/types.ts';

/** Why the engine refused something (notation of the golden scenarios). */
export type Reason =
  | 'none'
  | 'where'
  | 'min'
  | 'stores'
  | 'scope'
  | 'group'
  | 'balance'
  | 'step'
  | 'share'
  | 'exceeds'
  | 'minSpend'
  | 'if'
  | 'limit'
  | 'drop'
  | 'stock'
  | 'price'
  | 'version'
  | 'duplicate';

export type Quantities = Readonly<Record<Id, Int>>;

/** Per event, the keys of the golden notation; a key that would be empty is absent. Money in minor units. */
export interface EventOutcome {
  readonly earned?: Quantities;
  /** Vouchers issued because of the event: voucher id -> how many. */
  readonly issued?: Quantities;
  readonly discounts?: Quantities;
  readonly discount?: Int;
  readonly payable?: Int;
  readonly paidByPoints?: Int;
  readonly rejected?: readonly (readonly [Id, Reason])[];
  readonly accepted?: boolean;
  readonly why?: Reason;
  readonly price?: Int;
  readonly spent?: Quantities;
  readonly refundMoney?: Int;
  readonly reversed?: Quantities;
  readonly returned?: Quantities;
  readonly divergence?: readonly (readonly [Id, Reason])[];
}

export type PostingKind =
  | 'earn'
  | 'spend'
  | 'pay'
  | 'expire'
  | 'idle'
  | 'reverse'
  | 'return'
  | 'undo'
  | 'link';

/** One factor of an earned quantity, in the order in which it was applied; exact fractions as [n, d]. */
export interface Factor {
  readonly step: 'base' | 'per' | 'flat' | 'times' | 'mult' | 'maxPer' | 'round' | 'least' | 'cap';
  /** Minor units or count for `base`; a fraction otherwise. */
  readonly value: Int | readonly [Int, Int];
  /** For `per`: only whole steps count. */
  readonly whole?: true;
  /** What the rate was chosen by, e.g. `tier:beauty` or `merchant`, and the value found. */
  readonly by?: readonly [string, string];
}

/** One change of one balance, and why: rule, definition version and factors. */
export interface Posting {
  readonly at: Instant;
  readonly member: string;
  /** The event that caused it; absent when time did (expiry, tick rule). */
  readonly eventId?: string;
  readonly programme: Id;
  readonly unit: Id;
  /** Scaled by 10^scale of the unit; negative when it leaves the balance. */
  readonly qty: Int;
  readonly kind: PostingKind;
  readonly rule?: Id;
  /** SHA-256 of the canonical JSON of the definition in force, hex. */
  readonly definition: string;
  readonly factors?: readonly Factor[];
  /** Pending until then (`earn.after`): no part of the balance before. */
  readonly usableFrom?: Instant;
}

/** One voucher in somebody's hands. `key` is stable: same events, same key, on every device. */
export interface VoucherInstance {
  readonly key: string;
  readonly member: string;
  readonly programme: Id;
  readonly voucher: Id;
  readonly issuedAt: Instant;
  readonly issuedBy?: string;
  readonly until?: Instant;
  /** For vouchers that stand for a returned share: minor units. */
  readonly value?: Int;
  readonly state: 'live' | 'used' | 'expired' | 'undone';
  readonly usedBy?: string;
}

export interface Lot {
  readonly qty: Int;
  readonly from: Instant;
  readonly until?: Instant;
}

/** State of one member right after everything with time <= at. Ids are `programme/id` when more than one programme is loaded, else plain. */
export interface MemberState {
  readonly at: Instant;
  readonly member: string;
  readonly balance: Quantities;
  readonly lots: Readonly<Record<Id, readonly Lot[]>>;
  /** Unit -> what becomes usable when (`earn.after`); no part of the balance. Units without any are absent. */
  readonly pending: Readonly<Record<Id, readonly (readonly [Instant, Int])[]>>;
  readonly metric: Quantities;
  readonly tier: Readonly<Record<Id, Id | null>>;
  readonly tierUntil: Readonly<Record<Id, Instant>>;
  /** ladder -> [next tier, how much is missing]. */
  readonly missing: Readonly<Record<Id, readonly [Id, Int]>>;
  readonly vouchers: Quantities;
  readonly voucherUntil: Readonly<Record<Id, Instant>>;
  /** Minor units of each live voucher that has an amount, soonest end first. */
  readonly voucherValue: Readonly<Record<Id, readonly Int[]>>;
  readonly nextExpiry: Readonly<Record<Id, readonly [Instant, Int]>>;
  readonly benefits: readonly Id[];
  readonly feed: readonly Id[];
  readonly price: Quantities;
  readonly segments: readonly Id[];
  readonly stock: Quantities;
  readonly measure: Readonly<Record<Id, readonly (readonly [Int, Int])[]>>;
  /** Measures in whose holdout group the member is: no offer for them, so that its effect can be told. */
  readonly holdout: readonly Id[];
}

export interface Query {
  readonly at: Instant;
  readonly member: string;
}

export interface Replay {
  readonly outcomes: ReadonlyMap<LoyaltyEvent['id'], EventOutcome>;
  /** One per query, in the order asked. */
  readonly states: readonly MemberState[];
  readonly postings: readonly Posting[];
  readonly vouchers: readonly VoucherInstance[];
}
