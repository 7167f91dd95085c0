import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { RevokedTill, TrustList } from '#protocol/messages.ts';
import { makeTrustList } from '#protocol/trust-list.ts';
import { listedMerchant, type StoredMerchant } from './catalogue-store.ts';
import { type KeySuccession, saidBy } from './key-succession.ts';
import type { KeyStore } from './keys.ts';

/** A till that has not been online for this long stops trusting what it knows. */
const LIFE_S = 30 * 86_400;
const RENEW_S = 3600;

export interface SignedTrustList {
  readonly list: TrustList;
  readonly bytes: Bytes;
  /** All that it says but its time: the same in every process that says the same. */
  readonly said: string;
}

export type TrustListMaker = (
  merchants: readonly StoredMerchant[],
  revokedTills: readonly RevokedTill[],
) => Promise<SignedTrustList>;

export interface TrustListDeps {
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly state: { readonly succession: KeySuccession };
}

/** Signs the list of merchants, keys and tills that were struck off, again only when one changed or an hour has passed. Versions grow with time. */
export function createTrustListMaker({ keys, clock, state }: TrustListDeps): TrustListMaker {
  let last: SignedTrustList | undefined;
  return async (merchants, revokedTills) => {
    const nowS = Math.floor(clock.nowMs() / 1000);
    const ofKeys = saidBy(keys.server.publicKey, state.succession);
    const parts = [hexFromBytes(keys.server.publicKey), namesOf(ofKeys), ...merchants.map(nameOf)];
    const said = [...parts, JSON.stringify(revokedTills)].join('\n');
    const ageS = nowS - (last?.list.issuedAtS ?? -Infinity);
    if (last?.said === said && ageS >= 0 && ageS < RENEW_S) return last;
    const list: TrustList = {
      issuedAtS: nowS,
      expiresAtS: nowS + LIFE_S,
      version: nowS,
      merchants: merchants.map(listedMerchant),
      ...ofKeys,
      ...(revokedTills.length === 0 ? {} : { revokedTills }),
    };
    last = { list, bytes: await makeTrustList(list, keys.server), said };
    return last;
  };
}

function nameOf({ id, slug, name, rootKey, formerRootKeys }: StoredMerchant): string {
  return `${id} ${slug} ${name} ${[rootKey, ...formerRootKeys].map(hexFromBytes).join()}`;
}

function namesOf({ nextServerKey, formerServerKeys = [] }: ReturnType<typeof saidBy>): string {
  const next = nextServerKey === undefined ? '' : hexFromBytes(nextServerKey);
  return [next, ...formerServerKeys.map(({ key }) => hexFromBytes(key))].join();
}
