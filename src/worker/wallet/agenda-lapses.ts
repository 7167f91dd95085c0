import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import type { Posting, VoucherInstance } from '#loyalty/engine/outcome.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { type AgendaScope, endingItem, startingItem } from './agenda-item.ts';
import { type Foresight, foresee } from './hypothesis.ts';
import { scaleOf, unitName, wordOf } from './programme-words.ts';
import { voucherViews } from './voucher-view.ts';

/**
 * Points, vouchers and levels that lapse, and what time itself will give. Points are what the engine takes and gives when it is
 * asked about the last day of the stretch and nothing else happens: so idleness and rules on dates are right as well.
 */
export function lapseItems(scope: AgendaScope): readonly AgendaItem[] {
  const seen = foreseen(scope);
  const points = (seen?.postings ?? []).flatMap((posting) => pointsItem(scope, posting));
  return [
    ...merged(scope.joined.unsettled === undefined ? points : lastKnownPoints(scope)),
    ...(seen?.vouchers ?? []).flatMap((voucher) => comingVoucher(scope, voucher)),
    ...voucherItems(scope),
    ...tierItems(scope),
  ];
}

/** Nothing is foreseen while a long history is being folded: it would be folded once more, at once. */
function foreseen({ world, joined, untilMs, events }: AgendaScope): Foresight | undefined {
  const { memberId } = world.holdings;
  if (memberId === undefined || joined.fold === undefined || joined.unsettled !== undefined) return undefined;
  return foresee({
    loaded: joined.programme.loaded,
    group: joined.programme.group,
    events,
    memberId,
    atMs: untilMs,
  });
}

/** Postings that no event causes are caused by time. */
function pointsItem(scope: AgendaScope, posting: Posting): readonly AgendaItem[] {
  const { world, joined } = scope;
  const atMs = instantFromText(posting.at);
  if (atMs === undefined || atMs <= world.nowMs || posting.eventId !== undefined) return [];
  const { programme } = joined;
  const title = unitName(programme, posting.unit, world);
  const quantity = { qty: Math.abs(posting.qty), scale: scaleOf(programme, posting.unit, atMs) };
  const id = `${posting.unit}@${atMs}`;
  if (posting.kind === 'expire' || posting.kind === 'idle')
    return [endingItem(scope, { kind: 'points', id, title, atMs }, { quantity })];
  return posting.kind === 'earn'
    ? [startingItem(scope, { kind: 'gift', id, title, atMs }, { quantity })]
    : [];
}

/** The ends that the lots had when they were last seen. */
function lastKnownPoints(scope: AgendaScope): readonly AgendaItem[] {
  const { world, joined, untilMs } = scope;
  const { programme, fold } = joined;
  return Object.entries(fold?.state.lots ?? {}).flatMap(([unit, lots]) =>
    lots.flatMap(({ qty, until }) => {
      const atMs = until === undefined ? undefined : instantFromText(until);
      if (atMs === undefined || atMs <= world.nowMs || atMs > untilMs) return [];
      const title = unitName(programme, unit, world);
      const quantity = { qty, scale: scaleOf(programme, unit, atMs) };
      return [endingItem(scope, { kind: 'points', id: `${unit}@${atMs}`, title, atMs }, { quantity })];
    }),
  );
}

/** Lots that end at one instant are one item. */
function merged(items: readonly AgendaItem[]): readonly AgendaItem[] {
  const byUid = new Map<string, AgendaItem>();
  for (const item of items) {
    const { qty, scale } = item.quantity ?? { qty: 0, scale: 0 };
    const before = byUid.get(item.uid)?.quantity?.qty ?? 0;
    byUid.set(item.uid, { ...item, quantity: { qty: before + qty, scale } });
  }
  return [...byUid.values()];
}

function comingVoucher(scope: AgendaScope, voucher: VoucherInstance): readonly AgendaItem[] {
  const { world, joined } = scope;
  const atMs = instantFromText(voucher.issuedAt);
  if (atMs === undefined || atMs <= world.nowMs || voucher.issuedBy !== undefined) return [];
  const words = joined.programme.presentation.vouchers?.[voucher.voucher];
  const title = wordOf(words, voucher.voucher, world);
  return [startingItem(scope, { kind: 'gift', id: `${voucher.voucher}@${atMs}`, title, atMs })];
}

function voucherItems(scope: AgendaScope): readonly AgendaItem[] {
  const { world, joined, untilMs: horizonMs } = scope;
  return voucherViews(world)
    .filter(({ look }) => look.programmeId === joined.programme.id)
    .filter(({ state }) => state === 'live' || state === 'waiting' || state === 'presented')
    .flatMap(({ key, title, untilMs: atMs }) => {
      if (atMs === undefined || atMs <= world.nowMs || atMs > horizonMs) return [];
      return [endingItem(scope, { kind: 'voucher', id: key, title, atMs })];
    });
}

/** A level that is held until a day; one that the present holds up has no end. */
function tierItems(scope: AgendaScope): readonly AgendaItem[] {
  const { world, joined, untilMs } = scope;
  const { programme, fold } = joined;
  if (fold === undefined) return [];
  return [...versionAt(programme.loaded, world.nowMs).ladders.values()].flatMap(({ id }) => {
    const [tier, until] = [fold.state.tier[id], fold.state.tierUntil[id]];
    const atMs = until === undefined ? undefined : instantFromText(until);
    if (typeof tier !== 'string' || atMs === undefined || atMs <= world.nowMs || atMs > untilMs) return [];
    const title = wordOf(programme.presentation.ladders?.[id]?.tiers[tier], tier, world);
    return [endingItem(scope, { kind: 'tier', id: `${id}/${tier}`, title, atMs })];
  });
}
