// A till that has no signal is added by another till of the same shop. What the one signs for the other is worth a quarter
// of its own certificate, for a week, and cannot be passed on.
import { type Bytes, bytesFromText, concatBytes, equalBytes } from '#base/bytes.ts';
import { digitsOf } from './digest.ts';
import type {
  MessageId,
  PublicKey,
  SalesLimits,
  TerminalCaps,
  TerminalCertificate,
  TerminalRisk,
} from './messages.ts';
import { makeCertified } from './open-message.ts';
import { riskOf } from './risk.ts';
import { salesLimitsOf } from './sales-limits.ts';
import type { CertifiedSigner } from './signer.ts';
import { TERMINAL_CERTIFICATE } from './terminal-certificate.ts';

/** The share of each amount and count that a till may pass on: one part in this many, rounded up. */
export const DELEGATE_SHARE = 4;
export const DELEGATE_LIFE_S = 7 * 86_400;
/** The server draws its serials below. A delegate's is its signer's and a slot times this: nobody can take another's. */
const SERIALS = 2 ** 48;
/** Slots 1 to 31, so that every serial is a safe integer: as many tills can one add in its life. */
export const DELEGATE_SLOTS = 31;
/** The server counts tills from 1: no voucher is at home at a till that another till has numbered. */
export const FIRST_DELEGATE_TILL = 100_000;
const DELEGATE_TILLS = 900_000;

export interface DelegateOrder {
  readonly terminalKey: PublicKey;
  readonly issuedAtS: number;
  /** From 1, never given before. */
  readonly slot: number;
  /** 4 random bytes, which nobody can know before the request was read. */
  readonly random: Bytes;
}

/** The most that a till may sign for another one now. */
export function delegateOf(parent: TerminalCertificate, order: DelegateOrder): TerminalCertificate {
  const drawn = order.random.subarray(0, 4).reduce((sum, byte) => sum * 256 + byte, 0);
  return {
    merchantId: parent.merchantId,
    issuedAtS: order.issuedAtS,
    expiresAtS: Math.min(order.issuedAtS + DELEGATE_LIFE_S, parent.expiresAtS),
    terminalKey: order.terminalKey,
    tillNumber: FIRST_DELEGATE_TILL + (drawn % DELEGATE_TILLS),
    permissions: parent.permissions,
    caps: sharedCaps(parent.caps),
    serial: delegateSerial(parent.serial, order.slot),
    risk: sharedRisk(riskOf(parent)),
    ...(parent.sales === undefined ? {} : { sales: sharedSales(parent.sales) }),
  };
}

export function delegateSerial(parentSerial: number, slot: number): number {
  return slot * SERIALS + parentSerial;
}

/** Of the server's own serials the serial itself. */
export function parentSerialOf(serial: number): number {
  return serial % SERIALS;
}

/** Enrolling till: its own certificate travels inside, so that whoever knows the merchant's root can follow. */
export function makeDelegatedCertificate(
  certificate: TerminalCertificate,
  signer: CertifiedSigner,
): Promise<Bytes> {
  return makeCertified(TERMINAL_CERTIFICATE, certificate, signer);
}

/**
 * Why a till could not have signed this for another one, for the log; `undefined` when it could. Who is right about the
 * root and the signatures is asked elsewhere.
 */
export function delegationFault(
  certificate: TerminalCertificate,
  parent: TerminalCertificate,
): string | undefined {
  const { issuedAtS, expiresAtS } = certificate;
  if (!((parent.delegates ?? 0) > 0)) return 'enrol';
  if (certificate.delegates !== undefined) return 'depth';
  if (!equalBytes(certificate.merchantId, parent.merchantId)) return 'merchant';
  if (parent.serial >= SERIALS) return 'depth';
  if (certificate.serial < SERIALS || parentSerialOf(certificate.serial) !== parent.serial) return 'number';
  if (certificate.tillNumber < FIRST_DELEGATE_TILL) return 'number';
  if (issuedAtS < parent.issuedAtS || expiresAtS > Math.min(parent.expiresAtS, issuedAtS + DELEGATE_LIFE_S))
    return 'life';
  if (!certificate.permissions.every((one) => parent.permissions.includes(one))) return 'permissions';
  const isWithin =
    within(certificate.caps, sharedCaps(parent.caps)) &&
    within(riskOf(certificate), sharedRisk(riskOf(parent))) &&
    sellsWithin(certificate, parent);
  return isWithin ? undefined : 'limits';
}

export interface PairingMessages {
  readonly requestId: MessageId;
  readonly certificateId: MessageId;
}

/**
 * The six digits that both tills show: SHA-256 of `tessera till`, the id of the request and the id of the certificate that
 * answers it, mod 1,000,000. Ids cover keys, names and numbers, so whoever puts a code of their own between the two has
 * one chance in a million of equal digits: the till number in the answer is drawn after the request was read.
 */
export function pairingDigits({ requestId, certificateId }: PairingMessages): Promise<string> {
  return digitsOf(concatBytes(PAIRING, requestId, certificateId));
}

const PAIRING: Bytes = bytesFromText('tessera till');

function sharedCaps(caps: TerminalCaps): TerminalCaps {
  return {
    pointsPerReceipt: share(caps.pointsPerReceipt),
    pointsPerDay: share(caps.pointsPerDay),
    valuePerDayMinor: share(caps.valuePerDayMinor),
  };
}

/** Amounts and counts are shared; for how long a till may be without the server is no amount. */
function sharedRisk(risk: TerminalRisk): TerminalRisk {
  return {
    ...risk,
    devicePoints: share(risk.devicePoints),
    deviceRedemptions: share(risk.deviceRedemptions),
    anyTillFaceMinor: share(risk.anyTillFaceMinor),
    challengeFaceMinor: share(risk.challengeFaceMinor),
  };
}

function sharedSales({ perReceiptMinor, perDayMinor, receiptsPerDay }: SalesLimits): SalesLimits {
  return {
    perReceiptMinor: share(perReceiptMinor),
    perDayMinor: share(perDayMinor),
    receiptsPerDay: share(receiptsPerDay),
  };
}

/** What follows from caps that are within their share is so too, but for the rounding. */
function sellsWithin(certificate: TerminalCertificate, parent: TerminalCertificate): boolean {
  if (certificate.sales === undefined && parent.sales === undefined) return true;
  return within(salesLimitsOf(certificate), sharedSales(salesLimitsOf(parent)));
}

function share(amount: number): number {
  return Math.ceil(amount / DELEGATE_SHARE);
}

function within<T extends object>(limits: T, most: T): boolean {
  return (Object.keys(most) as (keyof T)[]).every((name) => limits[name] <= most[name]);
}
