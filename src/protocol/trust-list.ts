import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { LIST_LIMITS } from './cbor.ts';
import type { MessageSchema } from './claims.ts';
import { verifySign1 } from './cose-sign1.ts';
import { bitsOf, bytesOf, bytesWithin, coseKey, listOf, seconds, text, uint } from './fields.ts';
import {
  type ListedMerchant,
  MESSAGE_TYPE,
  type MerchantId,
  type PublicKey,
  type RevokedTill,
  type TrustList,
} from './messages.ts';
import { makeKeyed, openAs } from './open-message.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import { claim, label, optionalLabel, rowOf } from './schema.ts';
import type { FormerServerKey } from './server-keys.ts';
import type { Signer } from './signer.ts';

const MAX_MERCHANTS = 5000;
export const MAX_REVOKED_TILLS = 5000;
export const MOST_FORMER_KEYS = 8;

const currency = rowOf<ListedMerchant['currency']>({ code: label(0, text(3)), exponent: label(1, uint(3)) });

const merchant = rowOf<WireMerchant>({
  merchantId: label(0, bytesOf(8)),
  name: label(1, text(40)),
  rootKeys: label(2, listOf(coseKey, 1, 4)),
  flags: label(3, bitsOf(['revoked'])),
  statusListNumber: label(4, uint()),
  slug: label(5, text(32)),
  currency: label(6, currency),
});

const formerServerKey = rowOf<FormerServerKey>({ key: label(0, coseKey), untilS: label(1, seconds) });

const revokedTill = rowOf<RevokedTill>({ serial: label(0, uint()), fromS: label(1, seconds) });

type WireMerchant = Omit<ListedMerchant, 'revoked'> & { readonly flags: readonly 'revoked'[] };

export const TRUST_LIST: MessageSchema<TrustList> = {
  type: MESSAGE_TYPE.trustList,
  fields: {
    expiresAtS: claim(4, seconds),
    issuedAtS: claim(6, seconds),
    version: label(1, uint()),
    previousHash: optionalLabel(2, bytesOf(32)),
    merchants: label(3, listOf({ read: readMerchant, write: writeMerchant }, 0, MAX_MERCHANTS)),
    nextServerKey: optionalLabel(4, coseKey),
    // From 64 on, so that readers of before still take the list.
    issuerCertificates: optionalLabel(64, listOf(bytesWithin(1, 400), 1, MAX_MERCHANTS)),
    formerServerKeys: optionalLabel(65, listOf(formerServerKey, 1, MOST_FORMER_KEYS)),
    revokedTills: optionalLabel(66, listOf(revokedTill, 1, MAX_REVOKED_TILLS)),
  },
};

/** Server side, with the server's own key. */
export function makeTrustList(list: TrustList, signer: Signer): Promise<Bytes> {
  return makeKeyed(TRUST_LIST, list, signer, LIST_LIMITS);
}

/**
 * Reads a trust list that one of the pinned server keys has signed. An expired list is still read: what it is good
 * for then is for `isFresh` and the caller. Refusals: steps 3 to 7, `bad_signature`.
 */
export async function openTrustList(
  bytes: Bytes,
  serverKeys: readonly PublicKey[],
): Promise<Result<TrustList, ProtocolRefusal>> {
  const opened = openAs(TRUST_LIST, bytes, LIST_LIMITS);
  if (!opened.ok) return opened;
  for (const key of serverKeys) if (await verifySign1(opened.value.sign1, key)) return ok(opened.value.value);
  return refuse('bad_signature');
}

export function findMerchant(list: TrustList, merchantId: MerchantId): ListedMerchant | undefined {
  return list.merchants.find((one) => equalBytes(one.merchantId, merchantId));
}

/** Whether the list may still be relied on; 30 days from its issue unless the server says otherwise. */
export function isFresh(list: TrustList, nowMs: number): boolean {
  return nowMs < list.expiresAtS * 1000;
}

function readMerchant(value: Parameters<typeof merchant.read>[0]): ListedMerchant | undefined {
  const row = merchant.read(value);
  if (row === undefined) return undefined;
  const { flags, ...rest } = row;
  return { ...rest, revoked: flags.includes('revoked') };
}

function writeMerchant({ revoked, ...rest }: ListedMerchant): ReturnType<typeof merchant.write> {
  return merchant.write({ ...rest, flags: revoked ? ['revoked'] : [] });
}
