// What a query answers: the whole state of one member right after everything up to an instant.
import type { Id } from '#loyalty/programme/types.ts';
import { addDuration, subtractDuration } from '#loyalty/time/duration.ts';
import { textFromInstant } from '#loyalty/time/instant.ts';
import { instantMs } from '#loyalty/time/window.ts';
import { isHeldOut } from './holdout.ts';
import { heldUntilMs, missingToNext } from './ladders.ts';
import type { LoadedMeasure } from './loaded.ts';
import { FROM, LOT, nextHeld, QTY, UNTIL } from './lot-list.ts';
import { balanceOf, endingAt, soonestEndMs } from './lots.ts';
import { collectedIn } from './metrics.ts';
import type { Lot, MemberState, Query } from './outcome.ts';
import { nameOf } from './output.ts';
import { priceOf, stockLeft } from './rewards.ts';
import { holdsIf, type Scene } from './scene.ts';
import type { Purse } from './state.ts';
import { liveVouchers, termsOf } from './vouchers.ts';

type Draft = {
  -readonly [K in keyof MemberState]: MemberState[K] extends Readonly<Record<string, infer V>>
    ? Record<string, V>
    : MemberState[K];
};

/** `scenes`: the member in every programme, at the cut just after the query's instant. */
export function memberStateOf(query: Query, scenes: readonly Scene[]): MemberState {
  const draft: Draft = {
    at: query.at,
    member: query.member,
    balance: {},
    lots: {},
    pending: {},
    metric: {},
    tier: {},
    tierUntil: {},
    missing: {},
    vouchers: {},
    voucherUntil: {},
    voucherValue: {},
    nextExpiry: {},
    benefits: [],
    feed: [],
    price: {},
    segments: [],
    stock: {},
    measure: {},
    holdout: [],
  };
  for (const scene of scenes) {
    addUnits(draft, scene);
    addLadders(draft, scene);
    addVouchers(draft, scene);
    addRewards(draft, scene);
    addReading(draft, scene);
  }
  return draft;
}

function name(scene: Scene, id: Id): Id {
  return nameOf(scene.fold.output, scene.programme, id);
}

function text(scene: Scene, atMs: number): string {
  return textFromInstant(scene.programme.zone, atMs);
}

function addUnits(draft: Draft, scene: Scene): void {
  const units = new Set([...scene.version.units.keys(), ...scene.account.purses.keys()]);
  for (const unit of units) {
    const purse = scene.account.purses.get(unit);
    const id = name(scene, unit);
    draft.balance[id] = balanceOf(purse);
    draft.lots[id] = purse === undefined ? [] : lotsOf(scene, purse);
    const pending = purse?.pending ?? [];
    if (pending.length > 0)
      draft.pending[id] = pending.map(({ lot, usableMs }) => [text(scene, usableMs), lot.qty]);
    const next = nextExpiryOf(purse);
    if (next !== undefined) draft.nextExpiry[id] = [text(scene, next[0]), next[1]];
  }
}

function lotsOf(scene: Scene, { lots, head }: Purse): readonly Lot[] {
  const held: Lot[] = [];
  for (let at = head; at < lots.length; at = nextHeld(lots, at + LOT)) {
    const untilMs = lots[at + UNTIL]!;
    held.push({
      qty: lots[at + QTY]!,
      from: text(scene, lots[at + FROM]!),
      ...(untilMs !== Infinity && { until: text(scene, untilMs) }),
    });
  }
  return held;
}

/** The soonest end of a lot and how much ends then; idleness is no date of a lot. */
function nextExpiryOf(purse: Purse | undefined): readonly [number, number] | undefined {
  const endMs = purse === undefined ? Infinity : soonestEndMs(purse);
  return endMs === Infinity ? undefined : [endMs, endingAt(purse!, endMs)];
}

function addLadders(draft: Draft, scene: Scene): void {
  for (const ladder of scene.version.ladders.values()) {
    const id = name(scene, ladder.id);
    draft.tier[id] = scene.fold.ask.tier(scene, ladder.id);
    const untilMs = heldUntilMs(scene, ladder);
    if (untilMs !== undefined) draft.tierUntil[id] = text(scene, untilMs);
    const missing = missingToNext(scene, ladder);
    if (missing !== undefined) draft.missing[id] = missing;
  }
}

function addVouchers(draft: Draft, scene: Scene): void {
  const { held } = scene.account;
  const issued = [...held.keys()].filter((voucher) => liveVouchers(scene, voucher).length > 0);
  for (const voucher of new Set([...scene.version.vouchers.keys(), ...issued])) {
    const live = liveVouchers(scene, voucher);
    const id = name(scene, voucher);
    draft.vouchers[id] = live.length;
    const endMs = live[0]?.untilMs;
    if (endMs !== undefined) draft.voucherUntil[id] = text(scene, endMs);
    const values = live.map((record) => termsOf(scene.programme, record).off).filter((off) => 'fix' in off);
    if (values.length > 0) draft.voucherValue[id] = values.map((off) => off.fix);
  }
}

function addRewards(draft: Draft, scene: Scene): void {
  for (const reward of scene.version.rewards.values()) {
    const price = priceOf(scene, reward);
    if (price !== undefined) draft.price[name(scene, reward.id)] = price;
    const stock = stockLeft(scene, reward);
    if (stock !== Infinity) draft.stock[name(scene, reward.id)] = stock;
  }
}

function addReading(draft: Draft, scene: Scene): void {
  const { version, fold } = scene;
  for (const metric of version.metrics.keys())
    draft.metric[name(scene, metric)] = fold.ask.metric(scene, metric);
  const segments = [...version.segments.values()].filter((segment) => fold.ask.holds(scene, segment.if));
  draft.segments = [...draft.segments, ...segments.map((segment) => name(scene, segment.id))];
  const benefits = version.benefits.filter((benefit) => runs(scene, benefit) && holdsIf(scene, benefit.if));
  draft.benefits = [...draft.benefits, ...benefits.map((benefit) => name(scene, benefit.id))];
  draft.feed = [...draft.feed, ...feedOf(scene).map((id) => name(scene, id))];
  for (const loaded of version.measures) {
    if (isHeldOut(loaded.measure, scene.member.id))
      draft.holdout = [...draft.holdout, name(scene, loaded.measure.id)];
    const found = effectOf(scene, loaded);
    if (found !== undefined) draft.measure[name(scene, loaded.measure.id)] = found;
  }
}

function runs(scene: Scene, { from, to }: { readonly from?: string; readonly to?: string }): boolean {
  const { atMs } = scene.cut;
  return (from === undefined || instantMs(from) <= atMs) && (to === undefined || atMs < instantMs(to));
}

/** Most matching tags first, then the newer, then by id; what matches nothing is hidden. */
function feedOf(scene: Scene): readonly Id[] {
  return scene.version.feed
    .filter((item) => runs(scene, item) && holdsIf(scene, item.if))
    .map((item) => ({ item, matching: item.tags.filter((tag) => scene.account.tags.has(tag)).length }))
    .filter(({ matching }) => matching > 0)
    .sort(
      (a, b) =>
        b.matching - a.matching ||
        instantMs(b.item.from) - instantMs(a.item.from) ||
        (a.item.id < b.item.id ? -1 : 1),
    )
    .map(({ item }) => item.id);
}

/** Before and after the latest exposure, per window: [e - w, e) and [e, e + w). */
function effectOf(scene: Scene, loaded: LoadedMeasure): readonly (readonly [number, number])[] | undefined {
  const { zone } = scene.programme;
  const exposures = scene.account.journals[loaded.exposures]!.entries;
  const exposedMs = exposures.findLast((entry) => entry.count > 0)?.atMs;
  if (exposedMs === undefined) return undefined;
  const figure = (fromMs: number, toMs: number) => collectedIn(scene, loaded.collector, { fromMs, toMs });
  return loaded.measure.windows.map((window) => [
    figure(subtractDuration(zone, exposedMs, window), exposedMs),
    figure(exposedMs, addDuration(zone, exposedMs, window)),
  ]);
}
