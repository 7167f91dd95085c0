// Reads an opened message of any type by its own shape.
import type { Result } from '#base/result.ts';
import { CHALLENGE, PAY_REQUEST } from './challenge.ts';
import type { MessageSchema } from './claims.ts';
import { DEVICE_CERTIFICATE } from './device-certificate.ts';
import { EARN_RECEIPT } from './earn-receipt.ts';
import { ENROL_REQUEST } from './enrol-request.ts';
import { ISSUER_CERTIFICATE } from './issuer-certificate.ts';
import { JOURNAL_RECORD } from './journal-record.ts';
import { MEMBER_PASS } from './member-pass.ts';
import { MESSAGE_TYPE, type MessageName } from './messages.ts';
import { type Opened, type OpenedMessage, claimsOf } from './open-message.ts';
import { PAY_RECEIPT, VOID_RECEIPT } from './pay-receipt.ts';
import { PAYMENT } from './payment.ts';
import { POSTER } from './poster.ts';
import { PRESENTATION } from './presentation.ts';
import { PROGRAMME_SEAL } from './programme-seal.ts';
import { REDEMPTION_RECEIPT } from './redemption-receipt.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { TERMINAL_CERTIFICATE } from './terminal-certificate.ts';
import { TRUST_LIST } from './trust-list.ts';
import { VOUCHER } from './voucher.ts';

type Reader = (opened: OpenedMessage) => Result<Opened<object>, ProtocolRefusal>;

const READERS: Readonly<Record<MessageName, Reader>> = {
  earnReceipt: readerOf(EARN_RECEIPT),
  poster: readerOf(POSTER),
  memberPass: readerOf(MEMBER_PASS),
  voucher: readerOf(VOUCHER),
  presentation: readerOf(PRESENTATION),
  redemptionReceipt: readerOf(REDEMPTION_RECEIPT),
  terminalCertificate: readerOf(TERMINAL_CERTIFICATE),
  deviceCertificate: readerOf(DEVICE_CERTIFICATE),
  payRequest: readerOf(PAY_REQUEST),
  payment: readerOf(PAYMENT),
  payReceipt: readerOf(PAY_RECEIPT),
  enrolRequest: readerOf(ENROL_REQUEST),
  challenge: readerOf(CHALLENGE),
  trustList: readerOf(TRUST_LIST),
  issuerCertificate: readerOf(ISSUER_CERTIFICATE),
  voidReceipt: readerOf(VOID_RECEIPT),
  journalRecord: readerOf(JOURNAL_RECORD),
  programmeSeal: readerOf(PROGRAMME_SEAL),
};

const NAMES = new Map<number, MessageName>(
  (Object.keys(MESSAGE_TYPE) as MessageName[]).map((name) => [MESSAGE_TYPE[name], name]),
);

export function messageNameOf(type: number): MessageName | undefined {
  return NAMES.get(type);
}

/** The claims by name, whatever the type. Nobody has looked at the signature. Refusals: `wrong_type`, `claims_shape`. */
export function readMessage(opened: OpenedMessage): Result<Opened<object>, ProtocolRefusal> {
  const name = messageNameOf(opened.claims.type);
  return name === undefined ? refuse('wrong_type', `type ${opened.claims.type}`) : READERS[name](opened);
}

function readerOf<T extends object>(schema: MessageSchema<T>): Reader {
  return (opened) => claimsOf(schema, opened);
}
