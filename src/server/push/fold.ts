// What a member has by the rules: the log of accepted events, folded by the same engine as on the phone. Pure.
import { eventsOfProgramme } from '#loyalty/ledger/receipt-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { replay } from '#loyalty/engine/replay.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { KnownProgramme } from './directory.ts';

export interface Standing {
  /** Scaled quantity of each unit of the programme. */
  readonly balances: Readonly<Record<string, number>>;
  readonly liveVouchers: readonly VoucherInstance[];
}

/** `undefined` when the member has not joined the programme. */
export function standingOf(
  programme: KnownProgramme,
  log: readonly LoyaltyEvent[],
  member: { readonly id: string; readonly nowMs: number },
): Standing | undefined {
  const { definition, loaded, merchants } = programme;
  const events = eventsOfProgramme(log, { programmeId: definition.id, merchants });
  if (events.length === 0) return undefined;
  // A till's clock may be ahead of ours: what it has signed counts at once. Texts of one form sort as times.
  const now = instantFromSeconds(Math.floor(member.nowMs / 1000));
  const at = events.reduce((latest, event) => (event.at > latest ? event.at : latest), now);
  const { states, vouchers } = replay(loaded, events, [{ at, member: member.id }]);
  return {
    balances: states[0]?.balance ?? {},
    liveVouchers: vouchers.filter((voucher) => voucher.member === member.id && voucher.state === 'live'),
  };
}
