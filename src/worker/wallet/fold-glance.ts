// What was last shown of a programme, as it is stored and as it is shown again.
import type { FoldStore, GlanceRow } from '#storage/fold-store.ts';
import type { FoldAnswer, ProgrammeFold } from './programme-fold.ts';

export interface Glance {
  /** Stores a fold that is exact at that time, unless it is known. */
  readonly remember: (fold: ProgrammeFold, at: { readonly revision: string; readonly atMs: number }) => void;
}

/** Balances also change with time: an older glance is stored anew although nothing happened. */
const LIFE_MS = 3_600_000;

export function createGlance(store: FoldStore, of: Pick<GlanceRow, 'programmeId' | 'memberId'>): Glance {
  let last: { readonly revision: string; readonly atMs: number } | undefined;
  return {
    remember: ({ state, confirmed, vouchers }, at) => {
      if (last?.revision === at.revision && Math.abs(at.atMs - last.atMs) < LIFE_MS) return;
      last = at;
      const liveVouchers = vouchers.filter((voucher) => voucher.state === 'live');
      void store.putGlance({ ...of, asOfMs: at.atMs, state, confirmed: confirmed.balance, liveVouchers });
    },
  };
}

/** `undefined` for another member's and for what is no glance. */
export function foldFromGlance(
  row: GlanceRow,
  memberId: string,
): { readonly programmeId: string; readonly answer: FoldAnswer } | undefined {
  const { programmeId, state, confirmed, liveVouchers, asOfMs } = row;
  if (row.memberId !== memberId || state?.balance === undefined || !Array.isArray(liveVouchers))
    return undefined;
  const fold: ProgrammeFold = {
    state,
    confirmed: { balance: confirmed },
    postings: [],
    byEvent: new Map(),
    vouchers: liveVouchers,
    pending: new Set(),
  };
  return { programmeId, answer: { fold, unsettled: { asOfMs } } };
}
