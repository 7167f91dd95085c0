// The fold's state: plain data (structured clone keeps it whole), no closures, nothing derived from anything but events.
import type { Id, LoyaltyEvent, Scalar } from '#loyalty/programme/types.ts';
import type { EarnFormula } from './earn-formula.ts';

export interface State {
  readonly ticks: PendingTick[];
  readonly members: Map<string, Member>;
  /** An account merged into another one by `link`: from then on its events are the other's. */
  readonly aliases: Map<string, string>;
  /** Everything that happened and was not refused, by event id. */
  readonly log: Map<string, LogEntry>;
  /** Claims per `programme/reward@batch`, over all members. */
  readonly claims: Map<string, number>;
  /** Keys of `dedupe` fields already seen. */
  readonly seen: Set<string>;
  /** Counts folded events: the position that breaks ties of one instant. */
  sequence: number;
  lots: number;
  /** The soonest of `ticks`; Infinity when none is left. */
  dueMs: number;
}

/** When one of a version's tick sources comes next; `undefined` when never again. */
export interface PendingTick {
  readonly programme: number;
  readonly version: number;
  readonly source: number;
  nextMs: number | undefined;
}

export interface Member {
  readonly id: string;
  readonly sinceMs: number;
  /** Free attributes from `profile` events, e.g. birthday. */
  readonly attributes: Map<string, Scalar>;
  /** One per loaded programme. */
  readonly accounts: Account[];
}

/** What one member has in one programme. */
export interface Account {
  readonly purses: Map<Id, Purse>;
  /** One per collector of the programme. */
  readonly journals: Journal[];
  readonly sampled: Map<Id, number>;
  readonly grants: Map<Id, Grant[]>;
  /** Tiers of ladders that a tick decides; they stay until the next tick. */
  readonly tickTiers: Map<Id, Id | null>;
  /** Every one ever issued, in the order of issue. */
  vouchers: VoucherRecord[];
  /** By voucher id, those that may still be live, in the order in which they are presented: soonest end, then older. */
  readonly held: Map<Id, VoucherRecord[]>;
  readonly marks: Map<Id, number[]>;
  readonly tags: Set<Id>;
  /** Instants at which a rule, reward or voucher fired, by `kind:id`. */
  readonly firings: Map<string, number[]>;
  readonly caps: Map<string, CreditLog>;
  readonly reached: Map<string, ReachedSteps>;
}

export interface Purse {
  /** Every lot since idleness last emptied the purse, spent ones too: a refund may return points to them. */
  lots: LotList;
  /** Place of the first lot that holds something; the length of `lots` when none does. */
  head: number;
  /** Earned, but not usable before its time (`earn.after`); soonest first. No part of the balance. */
  readonly pending: PendingLot[];
  /** Sum of `lots`. */
  total: number;
  debt: number;
  /** When `idle` empties the purse unless something is credited or redeemed before. */
  idleAtMs: number | undefined;
  /** What was earned, at its own time, less what was taken back since: for metrics `earned`. */
  credits: CreditLog;
}

/** Per lot four numbers: id, quantity, start, end (Infinity: none), see `lot-list.ts`. */
export type LotList = number[];

export interface PendingLot {
  readonly lot: LotRecord;
  readonly usableMs: number;
}

export interface LotRecord {
  readonly id: number;
  qty: number;
  readonly fromMs: number;
  /** Infinity when it has no end. */
  readonly untilMs: number;
}

/** A quantity with the time at which it counts. */
export interface Credit {
  readonly atMs: number;
  readonly sequence: number;
  qty: number;
}

/** Credits in the order of time with the sum tree over their quantities. */
export interface CreditLog {
  readonly credits: Credit[];
  readonly tree: number[];
}

/** What an earning noted where: in the log of its unit, or of a cap. */
export interface CreditNote {
  readonly cap: string | undefined;
  readonly credit: Credit;
}

/** Entries in the order of time, and what answers any window over them without reading the window (`journal.ts`). */
export interface Journal {
  readonly entries: JournalEntry[];
  /** Over the entries: sums, counts, maxima, or for `distinct` and `days` how many keys occur there for the last time. */
  readonly tree: number[];
  /** For `distinct` and `days`: positions of the entries that carry a key. */
  readonly places: Map<string, number[]>;
  /** For `asOf: 'rec'`: entries that were recorded, or refunded, after their own time; by when the last of it was known. */
  readonly delayed: DelayedEntry[];
}

export interface DelayedEntry {
  readonly entry: JournalEntry;
  readonly shownMs: number;
}

export interface JournalEntry {
  readonly eventId: string;
  readonly atMs: number;
  readonly recMs: number;
  readonly sequence: number;
  /** 0 when a refund has left nothing. */
  count: 0 | 1;
  amount: number;
  /** What `distinct` and `days` tell apart. */
  keys: readonly string[];
}

export interface Grant {
  readonly tier: Id;
  readonly fromMs: number;
  readonly untilMs: number | undefined;
  /** The cuts at which the ladder's own evaluation earned it; empty for the effect `grant`. */
  readonly earnedAt: { readonly atMs: number; readonly sequence: number }[];
}

export interface VoucherRecord {
  readonly key: string;
  readonly voucher: Id;
  /** Index of the version whose terms it keeps. */
  readonly version: number;
  readonly issuedAtMs: number;
  readonly issuedBy: string | undefined;
  readonly untilMs: number | undefined;
  readonly valueMinor: number | undefined;
  state: 'live' | 'used' | 'undone';
  usedBy: string | undefined;
}

export interface ReachedSteps {
  /** The period or mark that the steps belong to. */
  readonly period: string;
  steps: number;
  /** Steps that refunds have taken away and whose gifts were used, so that they could not be taken back. */
  owed: number;
  /** What each step gave, from the first one on; only kept for `undo: 'unused'`. */
  readonly gave: StepGift[];
}

export interface StepGift {
  readonly lots: readonly {
    readonly unit: Id;
    readonly lot: number;
    readonly qty: number;
    readonly credits: readonly CreditNote[];
  }[];
  readonly vouchers: readonly VoucherRecord[];
  /** A credit that paid debt is spent at once. */
  readonly spent: boolean;
}

/** An event in the log with everything a later refund needs; amounts in minor units. */
export interface LogEntry {
  readonly event: LoyaltyEvent;
  readonly member: string;
  readonly atMs: number;
  readonly recMs: number;
  readonly sequence: number;
  readonly lines: LoggedLine[];
  returns: readonly LineReturn[];
  /** Nothing is left of an event without lines. */
  gone: boolean;
  readonly discounts: readonly AppliedVoucher[];
  readonly payments: readonly AppliedPayment[];
  earnings: readonly Earning[];
  /** Where metrics hold it. */
  journaled: readonly {
    readonly programme: number;
    readonly collector: number;
    readonly entry: JournalEntry;
  }[];
  /** Units exchanged for a reward. */
  readonly redeemed:
    | { readonly programme: number; readonly unit: Id; readonly takes: readonly Take[] }
    | undefined;
}

export interface LoggedLine {
  readonly id: Id;
  readonly listMinor: number;
  /** Money due for the line after vouchers and points. */
  readonly cashMinor: number;
  readonly fields: Readonly<Record<string, unknown>>;
  returnedMinor: number;
  gone: boolean;
}

/** One line's list amount that one refund gave back. */
export interface LineReturn {
  /** `undefined` for an event without lines. */
  readonly line: number | undefined;
  readonly recMs: number;
  readonly listMinor: number;
  readonly gone: boolean;
}

export interface AppliedVoucher {
  readonly programme: number;
  /** Absent for an automatic voucher. */
  readonly record: VoucherRecord | undefined;
  readonly voucher: Id;
  readonly perLine: readonly number[];
  /** For `onRefund: 'value'`: what was already given back as vouchers. */
  returnedMinor: number;
}

export interface AppliedPayment {
  readonly programme: number;
  readonly unit: Id;
  readonly qty: number;
  readonly perLine: readonly number[];
  readonly earnOnPaid: boolean;
  readonly takes: readonly Take[];
  returnedQty: number;
}

/** A part of a payment: from which lot (`undefined`: it became debt). */
export interface Take {
  readonly lot: number | undefined;
  qty: number;
}

export interface Earning {
  readonly programme: number;
  readonly unit: Id;
  readonly rule: Id;
  readonly definition: string;
  readonly formula: EarnFormula;
  readonly lot: number | undefined;
  qty: number;
  readonly credits: readonly CreditNote[];
}
