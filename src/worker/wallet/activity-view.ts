import type { Money } from '#bridge/common-views.ts';
import type { ActivityEntry, EntryState, PostingView } from '#bridge/wallet-api.ts';
import type { Posting } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { entryState, looksAt } from './entry-parts.ts';
import { factorTexts, lookOf, ruleSentence, scaleOf, unitName } from './programme-words.ts';
import { takenBackOf, undoEntry } from './undo-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** Everything that happened, newest first: receipts, joins, and what time did. Nothing ever leaves this list. */
export function activityEntries(world: WalletWorld): readonly ActivityEntry[] {
  const receipts = world.holdings.receipts.map((row) => receiptEntry(world, row));
  const entries = [...receipts, ...joinEntries(world), ...voucherEntries(world), ...lapseEntries(world)];
  return entries.toSorted((a, b) => b.atMs - a.atMs);
}

export function receiptEntry(world: WalletWorld, row: ReceiptRow): ActivityEntry {
  const { id, content, decision } = row;
  if (content === undefined) {
    const isRefused = decision !== undefined && decision.status !== 'accepted';
    const state: EntryState = isRefused ? entryState(decision) : { kind: 'unverified' };
    return { id, kind: 'earned', atMs: row.addedAtMs, merchantName: '', looks: [], postings: [], state };
  }
  const postings = world.joined.flatMap((joined) => postingViews(world, joined, id));
  const money = (amountMinor: number): Money => ({ amountMinor, currency: content.currency });
  const { purchase, redemption, undo } = content;
  if (undo !== undefined) return undoEntry(world, { ...row, content }, postings);
  const takenBack = takenBackOf(world, id);
  return {
    id,
    kind: redemption === undefined ? 'earned' : 'redeemed',
    atMs: content.issuedAtS * 1_000,
    merchantName: content.merchantName,
    looks: looksAt(world, content.merchantSlug),
    ...(purchase === undefined ? {} : { total: money(purchase.totalMinor) }),
    ...(redemption === undefined ? {} : { discount: money(redemption.discountMinor) }),
    ...(takenBack === undefined ? {} : { takenBack }),
    postings,
    state: entryState(decision),
  };
}

/** What one event did to the balances of one programme, rule by rule. */
function postingViews(world: WalletWorld, joined: JoinedProgramme, eventId: string): readonly PostingView[] {
  const postings = joined.fold?.byEvent.get(eventId) ?? [];
  return postings.map((posting) => postingView(world, joined, posting));
}

export function postingView(
  world: WalletWorld,
  { programme, fold }: JoinedProgramme,
  posting: Posting,
): PostingView {
  const scale = scaleOf(programme, posting.unit, world.nowMs);
  const told = { ...posting, scale };
  return {
    look: lookOf(programme, world),
    unitName: unitName(programme, posting.unit, world),
    qty: posting.qty,
    scale,
    pending: posting.eventId !== undefined && fold?.pending.has(posting.eventId) === true,
    rule: ruleSentence(programme, told, world),
    factors: factorTexts(programme, told, world),
  };
}

function joinEntries(world: WalletWorld): readonly ActivityEntry[] {
  return world.holdings.memberships.flatMap(({ programmeId, recordId, joinedAtMs }) => {
    const joined = world.joined.find(({ programme }) => programme.id === programmeId);
    if (joined === undefined) return [];
    const look = lookOf(joined.programme, world);
    const state = entryState(world.holdings.joinDecisions.get(recordId));
    const postings = postingViews(world, joined, recordId);
    return [
      {
        id: recordId,
        kind: 'joined',
        atMs: joinedAtMs,
        merchantName: look.merchantName,
        looks: [look],
        postings,
        state,
      },
    ];
  });
}

function voucherEntries(world: WalletWorld): readonly ActivityEntry[] {
  return world.joined.flatMap((joined) => {
    const look = lookOf(joined.programme, world);
    const vouchers = joined.fold?.vouchers.filter(({ state }) => state !== 'undone') ?? [];
    return vouchers.map((voucher): ActivityEntry => {
      const isPending = voucher.issuedBy !== undefined && joined.fold?.pending.has(voucher.issuedBy) === true;
      return {
        id: voucherName(voucher),
        kind: 'voucher',
        atMs: instantFromText(voucher.issuedAt) ?? world.nowMs,
        merchantName: look.merchantName,
        looks: [look],
        postings: [],
        state: { kind: isPending ? 'saved' : 'confirmed' },
      };
    });
  });
}

/** Points that lapsed: no event did it, time did. */
function lapseEntries(world: WalletWorld): readonly ActivityEntry[] {
  return world.joined.flatMap((joined) => {
    const look = lookOf(joined.programme, world);
    const lapsed = joined.fold?.postings.filter(({ kind }) => kind === 'expire' || kind === 'idle') ?? [];
    return lapsed.map((posting, index): ActivityEntry => ({
      id: `${joined.programme.id}:${posting.unit}:${posting.at}:${index}`,
      kind: 'expired',
      atMs: instantFromText(posting.at) ?? world.nowMs,
      merchantName: look.merchantName,
      looks: [look],
      postings: [postingView(world, joined, posting)],
      state: { kind: 'confirmed' },
    }));
  });
}
