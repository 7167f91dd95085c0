import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import type { MessageSchema } from './claims.ts';
import { verifyByAny } from './cose-sign1.ts';
import { digestOfText } from './digest.ts';
import { bytesOf, seconds, text } from './fields.ts';
import { voucherKeysOf } from './issuer-certificate.ts';
import { type ListedMerchant, MESSAGE_TYPE, type TrustList } from './messages.ts';
import { makeBare, type Opened, openAs } from './open-message.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { claim, label } from './schema.ts';
import type { ProgrammeSeal } from './setup-messages.ts';
import type { Signer } from './signer.ts';
import { findMerchant } from './trust-list.ts';

export const PROGRAMME_SEAL: MessageSchema<ProgrammeSeal> = {
  type: MESSAGE_TYPE.programmeSeal,
  fields: {
    merchantId: claim(1, bytesOf(8)),
    issuedAtS: claim(6, seconds),
    programmeId: label(1, text(64)),
    contentHash: label(2, bytesOf(32)),
  },
};

export interface SealedContent {
  readonly programmeId: string;
  /** Canonical JSON of the file without its seal. */
  readonly text: string;
}

export interface SealOrder {
  readonly content: SealedContent;
  readonly merchantId: Bytes;
  readonly issuedAtS: number;
}

/** Server side, with the merchant's root key: the merchant stands by every byte of the file. */
export async function makeProgrammeSeal(order: SealOrder, signer: Signer): Promise<Bytes> {
  const { content, merchantId, issuedAtS } = order;
  const contentHash = await digestOfText(content.text);
  const seal = { merchantId, issuedAtS, programmeId: content.programmeId, contentHash };
  return makeBare(PROGRAMME_SEAL, seal, signer);
}

/** Whether a seal is one of this content; whose key it is, nobody has looked. Refusals: steps 3 to 7, `parts_disagree`. */
export async function readProgrammeSeal(
  seal: Bytes,
  content: SealedContent,
): Promise<Result<Opened<ProgrammeSeal>, ProtocolRefusal>> {
  const opened = openAs(PROGRAMME_SEAL, seal);
  if (!opened.ok) return opened;
  const { programmeId, contentHash } = opened.value.value;
  const isOfContent =
    programmeId === content.programmeId && equalBytes(contentHash, await digestOfText(content.text));
  return isOfContent ? opened : refuse('parts_disagree');
}

/**
 * Which listed merchant stands by a file. Refusals: steps 3 to 7, `parts_disagree` (of another file), `unknown_issuer` (may
 * be cured by the next trust list), `issuer_revoked`, `bad_signature`.
 */
export async function openProgrammeSeal(
  seal: Bytes,
  content: SealedContent,
  { trustList, nowMs }: { readonly trustList: TrustList; readonly nowMs: number },
): Promise<Result<ListedMerchant, ProtocolRefusal>> {
  const read = await readProgrammeSeal(seal, content);
  if (!read.ok) return read;
  const { sign1, value } = read.value;
  const merchant = findMerchant(trustList, value.merchantId);
  if (merchant === undefined) return refuse('unknown_issuer');
  if (merchant.revoked) return refuse('issuer_revoked');
  const keys = await voucherKeysOf(trustList, merchant, nowMs);
  return (await verifyByAny(sign1, keys)) ? ok(merchant) : refuse('bad_signature');
}
