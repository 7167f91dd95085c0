// Plain data that both apps show. Everything here survives structured clone; functions never cross.
import type { Bytes } from '#base/bytes.ts';

/** Money in minor units; the exponent comes with the currency, never from Intl. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: Currency;
}

export interface Currency {
  /** ISO 4217 code. */
  readonly code: string;
  /** Digits after the decimal point: 2 for EUR, 0 for IRR. */
  readonly exponent: number;
}

/** A refusal as the screens get it: `kind` picks the words, `details` fill their placeholders. */
export interface RefusalView {
  readonly kind: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: RefusalView };

/** A code to draw: `text` goes into the QR symbol as it is. Times in epoch milliseconds. */
export interface CodeView {
  readonly text: string;
  readonly madeAtMs: number;
  /** When the screen must ask for a fresh one; absent for codes that do not age. */
  readonly renewAtMs?: number;
}

/** What a person should know about the way to the server, on every screen. */
export interface ConnectionView {
  readonly mode: 'online' | 'offline';
  /** Since when that mode holds. */
  readonly sinceMs: number;
  /** The person (or the demo page) cut the line on purpose. */
  readonly cutOnPurpose: boolean;
  readonly syncing: boolean;
  readonly unsent: number;
  /** This device was away for long, or is new for its member: so much of what it missed is here, in entries. */
  readonly catchingUp?: { readonly done: number; readonly total: number };
  readonly oldestUnsentMs?: number;
  readonly lastSyncMs?: number;
  /** Why the last try did not end well, when it did not. */
  readonly problem?: RefusalView;
}

export interface StorageView {
  readonly persisted: boolean | 'unknown';
  readonly usageBytes?: number;
  readonly quotaBytes?: number;
}

/** Words of a programme in one language, straight from its catalogue entry. */
export interface ProgrammeLook {
  readonly programmeId: string;
  readonly name: string;
  readonly merchantName: string;
  /** `#rrggbb`; the catalogue guarantees contrast with white. */
  readonly colour: string;
  readonly icon: string;
  /** From a file or link, whether or not somebody stands by it: nothing of it is known to any server. */
  readonly added?: 'unverified' | 'verified';
}

/** A file to hand to the person. */
export interface FileView {
  readonly name: string;
  readonly bytes: Bytes;
}

/** When something happened by the clock of one side. */
export interface SideClock {
  readonly side: 'till' | 'phone' | 'server';
  readonly atMs: number;
}
