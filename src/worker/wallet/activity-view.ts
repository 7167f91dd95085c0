import type { Money } from '#bridge/common-views.ts';
import type { PostingView } from '#bridge/posting-views.ts';
import type { ActivityEntry, EntryState } from '#bridge/wallet-api.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import type { Effect } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { VisitRow } from '#storage/visit-store.ts';
import { entryState, looksAt } from './entry-parts.ts';
import { reversalOf } from './member-log.ts';
import { lookOf, wordOf } from './programme-words.ts';
import { statementEntries } from './statement-entries.ts';
import { tierEntries } from './tier-entries.ts';
import { timeEntryId, timePostings } from './time-postings.ts';
import { takenBackOf, undoEntry } from './undo-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';
import { definitionAt, postingView, receiptView } from './why-view.ts';

/** Everything that happened, newest first: receipts, joins, and what time did. Nothing ever leaves this list. */
export function activityEntries(world: WalletWorld): readonly ActivityEntry[] {
  const receipts = world.holdings.receipts.map((row) => receiptEntry(world, row));
  const payments = world.holdings.payments.map((row) => paymentEntry(world, row));
  const visits = world.holdings.visits.map((row) => visitEntry(world, row));
  const entries = [
    ...receipts,
    ...payments,
    ...visits,
    ...joinEntries(world),
    ...statementEntries(world),
    ...voucherEntries(world),
    ...tierEntries(world),
    ...timeEntries(world),
  ];
  return entries.toSorted((a, b) => b.atMs - a.atMs);
}

export function receiptEntry(world: WalletWorld, row: ReceiptRow): ActivityEntry {
  const { id, content, decision, waitsFor } = row;
  if (content === undefined) {
    const isRefused = decision !== undefined && decision.status !== 'accepted';
    const reason = waitsFor === undefined ? {} : { reason: { kind: waitsFor } };
    const state: EntryState = isRefused ? entryState(decision) : { kind: 'unverified', ...reason };
    return { id, kind: 'earned', atMs: row.addedAtMs, merchantName: '', looks: [], postings: [], state };
  }
  const postings = world.joined.flatMap((joined) => postingViews(world, joined, id));
  const money = (amountMinor: number): Money => ({ amountMinor, currency: content.currency });
  const { purchase, redemption, undo } = content;
  if (undo !== undefined) return undoEntry(world, { ...row, content }, postings);
  const takenBack = takenBackOf(world, id);
  const receipt = receiptView(content);
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
    ...(receipt === undefined ? {} : { receipt }),
    state: entryState(decision),
  };
}

/** A payment that no till has answered yet has no postings: nobody knows whether it was taken. */
export function paymentEntry(world: WalletWorld, row: PaymentRow): ActivityEntry {
  const { id, content, receipt, decision } = row;
  const isVoided = reversalOf(row, world.holdings.reversalDecisions) !== undefined;
  const { merchantName, merchantSlug, amountMinor, currency } = content;
  const eventId = receipt?.id;
  const postings =
    eventId === undefined ? [] : world.joined.flatMap((joined) => postingViews(world, joined, eventId));
  return {
    id,
    paymentId: id,
    kind: 'paid',
    atMs: row.madeAtMs,
    merchantName,
    looks: looksAt(world, merchantSlug),
    total: { amountMinor, currency },
    postings,
    state: receipt === undefined ? { kind: 'unverified' } : entryState(decision),
    ...(isVoided ? { voided: true } : {}),
  };
}

export function visitEntry(world: WalletWorld, row: VisitRow): ActivityEntry {
  const { id, merchantName, merchantSlug, atS, decision } = row;
  return {
    id,
    kind: 'visited',
    atMs: atS * 1_000,
    merchantName,
    looks: looksAt(world, merchantSlug),
    postings: world.joined.flatMap((joined) => postingViews(world, joined, id)),
    state: entryState(decision),
  };
}

/** What one event did to the balances of one programme, rule by rule. */
function postingViews(world: WalletWorld, joined: JoinedProgramme, eventId: string): readonly PostingView[] {
  const postings = joined.fold?.byEvent.get(eventId) ?? [];
  return postings.map((posting) => postingView(world, joined, posting));
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
      const atMs = instantFromText(voucher.issuedAt) ?? world.nowMs;
      const words = joined.programme.presentation.vouchers?.[voucher.voucher];
      return {
        id: voucherName(voucher),
        kind: 'voucher',
        atMs,
        merchantName: look.merchantName,
        looks: [look],
        subject: wordOf(words, voucher.voucher, world),
        because: issueSentences(joined, voucher, world),
        postings: [],
        definition: definitionAt(joined.programme, atMs),
        state: { kind: isPending ? 'saved' : 'confirmed' },
      };
    });
  });
}

/** The rules and rewards that give the voucher, by the terms of its time. */
function issueSentences(
  { programme }: JoinedProgramme,
  { voucher, issuedAt }: VoucherInstance,
  world: WalletWorld,
): readonly string[] {
  const version = versionAt(programme.loaded, instantFromText(issuedAt) ?? world.nowMs);
  const { rules, rewards } = programme.presentation;
  const gives = (effects: readonly Effect[] | undefined) =>
    effects?.some((effect) => 'issue' in effect && effect.issue.voucher === voucher) === true;
  const ticks = version.ticks.flatMap(({ what }) => (what.kind === 'rule' ? [what.rule] : []));
  const all = [...new Set([...version.onRules.values()].flat()), ...version.reachRules, ...ticks];
  return [
    ...all.flatMap(({ id, do: effects }) => (gives(effects) ? (rules?.[id]?.[world.locale] ?? []) : [])),
    ...[...version.rewards.values()].flatMap((reward) =>
      gives(reward.gives) ? (rewards?.[reward.id]?.[world.locale] ?? []) : [],
    ),
  ];
}

/** What no event did but time: points that lapsed, points that a day of the calendar gave. */
function timeEntries(world: WalletWorld): readonly ActivityEntry[] {
  return world.joined.flatMap((joined) => {
    const look = lookOf(joined.programme, world);
    const ofTime = joined.fold === undefined ? [] : timePostings(joined.fold);
    return ofTime.map((posting): ActivityEntry => ({
      id: timeEntryId(joined.programme.id, ofTime, posting),
      kind: posting.qty < 0 ? 'expired' : 'given',
      atMs: instantFromText(posting.at) ?? world.nowMs,
      merchantName: look.merchantName,
      looks: [look],
      postings: [postingView(world, joined, posting)],
      state: { kind: 'confirmed' },
    }));
  });
}
