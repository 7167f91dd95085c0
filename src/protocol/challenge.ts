import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { bytesOf, minorUnits, seconds, text, uint } from './fields.ts';
import { MESSAGE_TYPE } from './messages.ts';
import { makeCertified } from './open-message.ts';
import { ANSWER_TIME_S, type Challenge, type PayRequest } from './pay-messages.ts';
import { type FieldsOf, claim, label } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

const challengeFields: FieldsOf<Challenge> = {
  expiresAtS: claim(4, seconds),
  issuedAtS: claim(6, seconds),
  nonce: claim(10, bytesOf(8)),
  sequence: label(1, uint()),
};

export const CHALLENGE: MessageSchema<Challenge> = {
  type: MESSAGE_TYPE.challenge,
  certified: true,
  fields: challengeFields,
  holds: isShort,
};

export const PAY_REQUEST: MessageSchema<PayRequest> = {
  type: MESSAGE_TYPE.payRequest,
  certified: true,
  fields: {
    ...challengeFields,
    points: label(2, uint()),
    amountMinor: label(3, minorUnits),
    reference: label(4, text(12)),
  },
  holds: (request) => isShort(request) && request.points > 0,
};

function isShort({ issuedAtS, expiresAtS }: Challenge): boolean {
  return expiresAtS > issuedAtS && expiresAtS - issuedAtS <= ANSWER_TIME_S;
}

/** Terminal side. The nonce goes into the replay store (`rememberChallenge`) before the code is shown. */
export function makeChallenge(challenge: Challenge, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(CHALLENGE, challenge, signer);
}

/** Terminal side, likewise. The signer's certificate must carry the permission `pay`. */
export function makePayRequest(request: PayRequest, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(PAY_REQUEST, request, signer);
}
