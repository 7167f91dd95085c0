// One key of the server follows another: the trust list, signed by the present one, names those before and the next.
import type { PublicKey, TrustList } from './messages.ts';

export type FormerServerKey = NonNullable<TrustList['formerServerKeys']>[number];

/** The longest life of a device certificate and a day: so long a former key's certificates are still shown. */
const CERTIFICATES_OUTLIVE_S = 15 * 86_400;

/** Keys whose device certificates may be shown now: the present one's, the next one's, and a former one's for their life. */
export function keysInForce(present: PublicKey, list: TrustList, nowMs: number): readonly PublicKey[] {
  const former = (list.formerServerKeys ?? []).filter(
    ({ untilS }) => nowMs < (untilS + CERTIFICATES_OUTLIVE_S) * 1000,
  );
  return [present, ...former.map(({ key }) => key), ...nextOf(list)];
}

/** Keys that may have signed what is only looked at again: a decision on it was made when it was new. */
export function keysOfHistory(present: PublicKey, list: TrustList): readonly PublicKey[] {
  return [present, ...(list.formerServerKeys ?? []).map(({ key }) => key), ...nextOf(list)];
}

/** This device may have missed a switch that others have made; the present key vouches for the next. */
function nextOf({ nextServerKey }: TrustList): readonly PublicKey[] {
  return nextServerKey === undefined ? [] : [nextServerKey];
}
