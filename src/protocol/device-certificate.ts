import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { UINT32_MAX, bytesOf, confirmationKey, listOf, oneOf, seconds, uint } from './fields.ts';
import {
  type Allowance,
  type DeviceCertificate,
  MESSAGE_TYPE,
  type ProgrammeShare,
  type TierRank,
} from './messages.ts';
import { makeKeyed } from './open-message.ts';
import { claim, label, optionalLabel, rowOf } from './schema.ts';
import type { Signer } from './signer.ts';

const allowance = rowOf<Allowance>({
  perTransaction: label(0, uint()),
  cumulative: label(1, uint()),
  epoch: label(2, uint(UINT32_MAX)),
});

const tierRank = rowOf<TierRank>({ programmeNumber: label(0, uint()), rank: label(1, uint()) });

const programmeShare = rowOf<ProgrammeShare>({
  programmeNumber: label(0, uint()),
  points: label(1, uint()),
});

// Label 1 was a single tier in an early draft; label 10 replaces it and 1 is not to be used again.
export const DEVICE_CERTIFICATE: MessageSchema<DeviceCertificate> = {
  type: MESSAGE_TYPE.deviceCertificate,
  fields: {
    memberId: claim(2, bytesOf(8)),
    expiresAtS: claim(4, seconds),
    issuedAtS: claim(6, seconds),
    deviceKey: claim(8, confirmationKey),
    assurance: label(2, oneOf(['soft', 'non_extractable', 'passkey'])),
    allowance: optionalLabel(3, allowance),
    statusIndex: optionalLabel(9, uint(UINT32_MAX)),
    tiers: optionalLabel(10, listOf(tierRank, 1, 8)),
    // From 64 on, so that readers of before take the certificate for what they know of it.
    shares: optionalLabel(64, listOf(programmeShare, 1, 8)),
  },
};

/** Server side, with the server's own key. */
export function makeDeviceCertificate(certificate: DeviceCertificate, signer: Signer): Promise<Bytes> {
  return makeKeyed(DEVICE_CERTIFICATE, certificate, signer);
}
