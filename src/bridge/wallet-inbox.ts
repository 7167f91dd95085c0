// What a person must hear about: records that the server did not count, and what was done in their name elsewhere.
import type { Locale } from '#base/locale.ts';
import type { FileView, Money, Outcome, ProgrammeLook, RefusalView, SideClock } from './common-views.ts';

export interface WalletInboxApi {
  /** Newest first. Changes are told as `inbox` and `activity`. */
  inbox(locale: Locale): Promise<readonly InboxCard[]>;
  unreadCards(): Promise<number>;
  markRead(ids: readonly string[]): Promise<Outcome<null>>;
  /** The signed statements about one card, for `npm run verify-export`. Refusals: `record_unknown`, `not_enrolled`. */
  exportEvidence(cardId: string): Promise<Outcome<FileView>>;
}

export interface InboxCard {
  readonly id: string;
  /** `conflict`: it happened at a till, and something else was there first. `refused`: it counts for nothing. */
  readonly kind:
    | 'refused'
    | 'conflict'
    | 'recovered'
    | 'recovery_code_set'
    | 'recovery_passkey_set'
    | 'recovery_passkey_removed'
    | 'device_linked'
    | 'device_revoked'
    | 'device_revoked_by_operator'
    | 'erased';
  readonly read: boolean;
  /** What orders the cards: when the server decided, as far as this phone knows. */
  readonly atMs: number;
  /** Absent on notices. */
  readonly reason?: RefusalView;
  readonly merchantName?: string;
  readonly tillNumber?: number;
  /** Of a membership that was not counted. */
  readonly look?: ProgrammeLook;
  /** Of a voucher used twice: the use that counted, when this phone knows its receipt. */
  readonly counted?: CountedUse;
  /** Each side's own clock, in the order of events. */
  readonly clocks: readonly SideClock[];
  readonly total?: Money;
  readonly discount?: Money;
  /** What the purchase would have given, had it counted. */
  readonly missed: readonly MissedQuantity[];
  /** Short form of the device that did it, of a notice. */
  readonly device?: { readonly name: string; readonly isThis: boolean };
  readonly revoked?: number;
  /** The device that came or went: what its owner calls it, else its short form. */
  readonly about?: string;
  readonly hasEvidence: boolean;
}

export interface CountedUse {
  readonly merchantName: string;
  readonly tillNumber?: number;
  /** By the till's clock. */
  readonly atMs: number;
}

export interface MissedQuantity {
  readonly look: ProgrammeLook;
  readonly unitName: string;
  readonly qty: number;
  readonly scale: number;
}
