// Several phones of one person: link another, see them all, shut one out, hand a voucher over.
import type { Outcome } from './common-views.ts';

export interface WalletDevicesApi {
  /**
   * On a new phone: the code that it shows to one that has the wallet. The same code until it is linked. Refusal:
   * `wallet_in_use` (this phone has a member already).
   */
  startLink(name: string): Promise<Outcome<LinkCodeView>>;
  /**
   * On the new phone: asks whether it is linked; with the other phone's answer (the text of its code) it brings that to the
   * server itself. Refusals: `link_unknown` (not yet), `link_unreadable`, `link_expired`, `bad_signature`, `revoked`,
   * `too_many_devices`, `wallet_in_use`, `server_unreachable`.
   */
  takeLink(answer?: string): Promise<Outcome<LinkedView>>;
  /** On an enrolled phone: what a scanned code says. Nothing is decided yet. Refusals: `link_unreadable`, `not_enrolled`. */
  readLink(text: string): Promise<Outcome<LinkOfferView>>;
  /** The person has compared the digits: signs, and sends it now or with the next sync. Refusals: those of `readLink`, `key_in_use`. */
  approveLink(text: string): Promise<Outcome<ApprovedLinkView>>;

  /** What the server said last; asks it first when there is a line. */
  ownDevices(): Promise<DevicesView>;
  /** Names this phone. Refusals: `malformed`, `server_unreachable`. */
  nameDevice(name: string): Promise<Outcome<null>>;
  /** Shuts another device out; its vouchers come here. Refusals: `device_unknown`, `server_unreachable`. */
  revokeDevice(id: string): Promise<Outcome<null>>;
  /**
   * This phone shows the voucher no more from now on; the other one may once both have synced. Refusals: `voucher_shown` (at a
   * till already), `voucher_spent`, `voucher_not_ready`, `voucher_elsewhere`, `voucher_expired`, `device_unknown`.
   */
  moveVoucher(voucherKey: string, deviceId: string): Promise<Outcome<MovedView>>;
}

export interface LinkCodeView {
  readonly text: string;
  /** Six, as the other phone shows them too. */
  readonly digits: string;
}

export interface LinkOfferView {
  readonly name: string;
  readonly digits: string;
}

export interface ApprovedLinkView {
  /** The code to show back, for when this phone has no line. */
  readonly answer: string;
  /** `false`: it waits for a line. */
  readonly sent: boolean;
}

export interface LinkedView {
  readonly memberName: string;
  readonly receipts: number;
}

export interface DevicesView {
  /** Those in use first, this one on top of them. */
  readonly devices: readonly OwnDeviceView[];
  readonly most: number;
  /** When the server said so, by its clock; absent before it ever did. */
  readonly toldAtMs?: number;
  /** Another device of the member has shut this one out. */
  readonly removed: boolean;
}

export interface OwnDeviceView {
  /** Hex thumbprint of its key. */
  readonly id: string;
  /** What its owner calls it; empty when nothing. */
  readonly name: string;
  /** Enough of the thumbprint to compare, e.g. `A91C-07DE`. */
  readonly shortId: string;
  readonly isThis: boolean;
  readonly seenAtMs?: number;
  readonly removedAtMs?: number;
}

/** `waiting`: given up here, and the server hears of it with the next sync. */
export interface MovedView {
  readonly state: 'moved' | 'waiting';
}
