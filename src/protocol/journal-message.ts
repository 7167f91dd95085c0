import type { Bytes } from '#base/bytes.ts';

export type JournalKind =
  | 'join'
  | 'earn'
  | 'redeem'
  | 'undo'
  | 'claim'
  | 'report'
  | 'pay'
  | 'void_pay'
  | 'visit'
  | 'profile';

/** Type 32, signed by the key of the device that sends it. Pushed over HTTP, never shown as a code. */
export interface JournalRecord {
  readonly issuedAtS: number;
  /** UUIDv7, as text. */
  readonly eventId: string;
  /** Random per installation of the journal; `sequence` is gap-free within it. */
  readonly epoch: number;
  readonly sequence: number;
  readonly kind: JournalKind;
  /**
   * join: [UTF-8 programme id]; earn: [earn receipt]; redeem: [presentation, redemption receipt]; undo: [void receipt];
   * claim: [programme id, reward id]; report: [programme id, action, quantity in decimal digits], each as text; pay:
   * [pay request, payment, pay receipt]; void_pay: the same and [void receipt]; visit: [poster]; profile: [programme id,
   * attribute, `--MM-DD`], each as text.
   */
  readonly parts: readonly Bytes[];
  readonly occurredAtMs: number;
  /** First 8 bytes of the message id of the record before; zeros for the first of an epoch. */
  readonly previous: Bytes;
}
