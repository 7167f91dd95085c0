import type { MissedQuantity } from '#bridge/wallet-inbox.ts';
import { openLedger } from '#loyalty/engine/ledger.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import { eventsInOrder } from '#loyalty/ledger/events-in-order.ts';
import { eventsOfGroup, ownState } from '#loyalty/ledger/programme-group.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { memberLogFrom, receiptEvent, voucherContents } from './member-log.ts';
import { lookOf, scaleOf, unitName } from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What a purchase that did not count would have given in one programme, by folding the member's events with it and without. */
export function missedBy(
  world: WalletWorld,
  { programme }: JoinedProgramme,
  row: ReceiptRow,
): readonly MissedQuantity[] {
  const { memberId } = world.holdings;
  const event =
    memberId === undefined ? undefined : receiptEvent(row, voucherContents(world.holdings), memberId);
  if (memberId === undefined || event === undefined) return [];
  const { events } = memberLogFrom(world.holdings);
  const balance = (log: readonly LoyaltyEvent[]) => {
    const ordered = eventsInOrder(eventsOfGroup(log, programme.group));
    const ledger = openLedger(programme.group.loaded);
    for (const one of ordered) ledger.append(one.event);
    const latestMs = Math.max(world.nowMs, ordered.at(-1)?.atMs ?? 0);
    const at = instantFromSeconds(Math.floor(latestMs / 1_000));
    return ownState(ledger.stateAt({ at, member: memberId }), programme.group).balance;
  };
  try {
    const [without, with_] = [balance(events), balance([...events, event])];
    return Object.entries(with_).flatMap(([unit, qty]) => {
      const difference = qty - (without[unit] ?? 0);
      if (difference === 0) return [];
      const scale = scaleOf(programme, unit, world.nowMs);
      const name = unitName(programme, unit, world);
      return [{ look: lookOf(programme, world), unitName: name, qty: difference, scale }];
    });
  } catch (error) {
    // Without an exact answer nothing is claimed to be missing.
    if (error instanceof FoldRefusal) return [];
    throw error;
  }
}
