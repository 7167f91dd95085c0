import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { findIssuer } from './chain.ts';
import type { MessageSchema } from './claims.ts';
import { verifyByAny } from './cose-sign1.ts';
import { UINT32_MAX, bytesOf, seconds, text, uint } from './fields.ts';
import { type ListedMerchant, MESSAGE_TYPE, type TrustList } from './messages.ts';
import { makeBare, openAs } from './open-message.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { claim, label } from './schema.ts';
import type { Poster } from './setup-messages.ts';
import type { Signer } from './signer.ts';

export const POSTER: MessageSchema<Poster> = {
  type: MESSAGE_TYPE.poster,
  fields: {
    merchantId: claim(1, bytesOf(8)),
    expiresAtS: claim(4, seconds),
    posterNumber: label(1, uint(UINT32_MAX)),
    displayName: label(2, text(40)),
  },
};

/** Server side, with the merchant's root key. Printed as `posterUrl`. */
export function makePoster(poster: Poster, signer: Signer): Promise<Bytes> {
  return makeBare(POSTER, poster, signer);
}

/**
 * Wallet side: which merchant's poster this is. It may be a copy seen anywhere, so it gives nothing by itself.
 * Refusals: steps 1 to 7, those of `findIssuer`, `bad_signature`, `expired`.
 */
export async function openPoster(
  input: string | Bytes,
  trustList: TrustList | undefined,
  nowMs: number,
): Promise<Result<{ readonly poster: Poster; readonly merchant: ListedMerchant }, ProtocolRefusal>> {
  const opened = openAs(POSTER, input);
  if (!opened.ok) return opened;
  const { sign1, value: poster } = opened.value;
  const merchant = findIssuer(trustList, poster.merchantId, nowMs);
  if (!merchant.ok) return merchant;
  if (!(await verifyByAny(sign1, merchant.value.rootKeys))) return refuse('bad_signature');
  if (nowMs >= poster.expiresAtS * 1000) return refuse('expired');
  return ok({ poster, merchant: merchant.value });
}
