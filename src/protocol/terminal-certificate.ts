import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { UINT32_MAX, bitsOf, bytesOf, confirmationKey, minorUnits, seconds, uint } from './fields.ts';
import {
  MESSAGE_TYPE,
  type SalesLimits,
  type TerminalCaps,
  type TerminalCertificate,
  type TerminalRisk,
} from './messages.ts';
import { makeBare } from './open-message.ts';
import { claim, label, optionalLabel, rowOf } from './schema.ts';
import type { Signer } from './signer.ts';

const caps = rowOf<TerminalCaps>({
  pointsPerReceipt: label(0, uint()),
  pointsPerDay: label(1, uint()),
  valuePerDayMinor: label(2, minorUnits),
});

const risk = rowOf<TerminalRisk>({
  devicePoints: label(0, uint()),
  deviceRedemptions: label(1, uint()),
  fullOfflineS: label(2, uint(UINT32_MAX)),
  mostOfflineS: label(3, uint(UINT32_MAX)),
  anyTillFaceMinor: label(4, minorUnits),
  challengeFaceMinor: label(5, minorUnits),
});

const sales = rowOf<SalesLimits>({
  perReceiptMinor: label(0, minorUnits),
  perDayMinor: label(1, minorUnits),
  receiptsPerDay: label(2, uint()),
});

export const TERMINAL_CERTIFICATE: MessageSchema<TerminalCertificate> = {
  type: MESSAGE_TYPE.terminalCertificate,
  // One that another till has signed carries that till's.
  certified: true,
  fields: {
    merchantId: claim(1, bytesOf(8)),
    expiresAtS: claim(4, seconds),
    issuedAtS: claim(6, seconds),
    terminalKey: claim(8, confirmationKey),
    tillNumber: label(1, uint(UINT32_MAX)),
    permissions: label(2, bitsOf(['earn', 'redeem', 'pay', 'issue', 'void'])),
    caps: label(3, caps),
    serial: label(4, uint()),
    // From 64 on, so that readers of before take the certificate with the limits they know.
    risk: optionalLabel(64, risk),
    // No bit of the permissions, which readers of before would refuse.
    delegates: optionalLabel(65, uint(UINT32_MAX)),
    sales: optionalLabel(66, sales),
  },
};

/** Server side, with the merchant's root key. */
export function makeTerminalCertificate(certificate: TerminalCertificate, signer: Signer): Promise<Bytes> {
  return makeBare(TERMINAL_CERTIFICATE, certificate, signer);
}
