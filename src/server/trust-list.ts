import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { TrustList } from '#protocol/messages.ts';
import { makeTrustList } from '#protocol/trust-list.ts';
import { listedMerchant, type StoredMerchant } from './catalogue-store.ts';
import type { KeyStore } from './keys.ts';

/** A till that has not been online for this long stops trusting what it knows. */
const LIFE_S = 30 * 86_400;
const RENEW_S = 3600;

export interface SignedTrustList {
  readonly list: TrustList;
  readonly bytes: Bytes;
}

export type TrustListMaker = (merchants: readonly StoredMerchant[]) => Promise<SignedTrustList>;

/** Signs the list of merchants, again only when a merchant changed or an hour has passed. Versions grow with time. */
export function createTrustListMaker(keys: KeyStore, clock: Clock): TrustListMaker {
  let last: { readonly names: string; readonly signed: SignedTrustList } | undefined;
  return async (merchants) => {
    const nowS = Math.floor(clock.nowMs() / 1000);
    const names = merchants
      .map(
        (each) =>
          `${each.id} ${each.slug} ${each.name} ${[each.rootKey, ...each.formerRootKeys].map(hexFromBytes).join()}`,
      )
      .join('\n');
    const ageS = nowS - (last?.signed.list.issuedAtS ?? -Infinity);
    if (last !== undefined && last.names === names && ageS >= 0 && ageS < RENEW_S) return last.signed;
    const list: TrustList = {
      issuedAtS: nowS,
      expiresAtS: nowS + LIFE_S,
      version: nowS,
      merchants: merchants.map(listedMerchant),
    };
    const signed = { list, bytes: await makeTrustList(list, keys.server) };
    last = { names, signed };
    return signed;
  };
}
