import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { UINT32_MAX, bitsOf, bytesOf, confirmationKey, minorUnits, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE, type TerminalCaps, type TerminalCertificate } from './messages.ts';
import { makeBare } from './open-message.ts';
import { claim, label, rowOf } from './schema.ts';
import type { Signer } from './signer.ts';

const caps = rowOf<TerminalCaps>({
  pointsPerReceipt: label(0, uint()),
  pointsPerDay: label(1, uint()),
  valuePerDayMinor: label(2, minorUnits),
});

export const TERMINAL_CERTIFICATE: MessageSchema<TerminalCertificate> = {
  type: MESSAGE_TYPE.terminalCertificate,
  fields: {
    merchantId: claim(1, bytesOf(8)),
    expiresAtS: claim(4, seconds),
    issuedAtS: claim(6, seconds),
    terminalKey: claim(8, confirmationKey),
    tillNumber: label(1, uint(UINT32_MAX)),
    permissions: label(2, bitsOf(['earn', 'redeem', 'pay', 'issue', 'void'])),
    caps: label(3, caps),
    serial: label(4, uint()),
  },
};

/** Server side, with the merchant's root key. */
export function makeTerminalCertificate(certificate: TerminalCertificate, signer: Signer): Promise<Bytes> {
  return makeBare(TERMINAL_CERTIFICATE, certificate, signer);
}
