import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import type { MessageSchema } from './claims.ts';
import { messageIdOf, verifySign1 } from './cose-sign1.ts';
import { bytesOf, coseKey, seconds, text } from './fields.ts';
import { MESSAGE_TYPE, type MessageId } from './messages.ts';
import { makeBare, openAs } from './open-message.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { claim, label } from './schema.ts';
import type { EnrolRequest } from './setup-messages.ts';
import type { Signer } from './signer.ts';

export const ENROL_REQUEST: MessageSchema<EnrolRequest> = {
  type: MESSAGE_TYPE.enrolRequest,
  fields: {
    issuedAtS: claim(6, seconds),
    name: label(1, text(40)),
    terminalKey: label(2, coseKey),
    pairingCode: label(3, bytesOf(8)),
  },
};

/** Terminal side, with the key that it shows. */
export function makeEnrolRequest(request: EnrolRequest, signer: Signer): Promise<Bytes> {
  return makeBare(ENROL_REQUEST, request, signer);
}

export interface OpenedEnrolRequest {
  readonly request: EnrolRequest;
  readonly requestId: MessageId;
}

/** Enrolling side: the sender has the key it shows. Nothing else is proved; people compare the `pairingDigits` of the answer. */
export async function openEnrolRequest(
  input: string | Bytes,
): Promise<Result<OpenedEnrolRequest, ProtocolRefusal>> {
  const opened = openAs(ENROL_REQUEST, input);
  if (!opened.ok) return opened;
  const { sign1, value: request } = opened.value;
  if (!(await verifySign1(sign1, request.terminalKey))) return refuse('bad_signature');
  return ok({ request, requestId: await messageIdOf(sign1) });
}
