// A till without a signal is added by another till of the shop: two scans, and six digits that a person compares.
import type { CodeView, Outcome } from './common-views.ts';

export interface CashierAddingApi {
  /**
   * On the new till: the code that a till of the shop reads; the same one until it has led somewhere. Refusals:
   * `catalogue_missing` (this app was never open with a signal), those of the storage.
   */
  askToBeAdded(tillName: string): Promise<Outcome<CodeView>>;
  /**
   * On the new till: what the other till answered. Nothing is believed before somebody has compared. Refusals:
   * `pairing_gone`, `other_till_answered`, steps 1 to 9 of the protocol, those of the storage.
   */
  readAdmission(text: string): Promise<Outcome<AdmissionView>>;
  /** On the new till: whether the digits are the same on both. Refusals: `pairing_gone`, those of the storage. */
  finishJoining(same: boolean): Promise<Outcome<null>>;

  /**
   * On a till of the shop: the answer to the code of a new till; the same answer to the same code. Refusals: `not_enrolled`,
   * `cert_perm` (this till may add none), `adding_used_up`, `stale`, `from_future`, `pairing_gone`, steps 1 to 9, those of
   * the storage.
   */
  addTill(text: string): Promise<Outcome<AdditionView>>;
  /** On a till of the shop: whether the digits are the same on both. Refusals: `pairing_gone`, those of the storage. */
  finishAdding(serial: number, same: boolean): Promise<Outcome<null>>;
  addedTills(): Promise<AddedTillsView>;
}

export interface AddedTillsView {
  /** How many more this week; absent of a till that may add none. */
  readonly left?: number;
  /** The newest first. */
  readonly tills: readonly AddedTillView[];
}

export interface AdmissionView {
  readonly digits: string;
  readonly merchantName: string;
  /** Of the till that answered. */
  readonly tillNumber: number;
}

export interface AdditionView {
  readonly serial: number;
  readonly tillName: string;
  readonly digits: string;
  /** What the new till reads. */
  readonly code: CodeView;
}

export interface AddedTillView {
  readonly serial: number;
  readonly tillName: string;
  readonly atMs: number;
  /** When it ends by itself, unless the new till has met the server by then. */
  readonly untilMs: number;
  /** `shown`: nobody has said yet whether the digits were the same. */
  readonly state: 'shown' | 'confirmed' | 'refused';
}
