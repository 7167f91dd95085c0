// Phase 3: vouchers in stages, exclusive groups, then points (README.md, "Pricing").
import type { Id, Voucher } from '#loyalty/programme/types.ts';
import { discountOf, type Basket, type Discount } from './discount.ts';
import { matches, type EventView } from './event-view.ts';
import { firingsLeft, noteFiring } from './firings.ts';
import type { Reason } from './outcome.ts';
import { nameOf, reject, tally, type OutcomeDraft } from './output.ts';
import { payWithPoints, type Till } from './payments.ts';
import { add } from './rational.ts';
import { splitReference } from './references.ts';
import { holdsIf, type Scene } from './scene.ts';
import type { AppliedPayment, AppliedVoucher, VoucherRecord } from './state.ts';
import { presentable, takeVoucher, termsOf, voucherReference } from './vouchers.ts';

export interface Priced {
  /** Money due per line. */
  readonly cashMinor: readonly number[];
  readonly discounts: readonly AppliedVoucher[];
  readonly payments: readonly AppliedPayment[];
}

/** One voucher that may take part; `record` is absent for automatic ones. */
interface Candidate {
  readonly scene: Scene;
  readonly terms: Voucher;
  readonly record: VoucherRecord | undefined;
  /** Stage, programme, automatic first, declaration: compared in this order. */
  readonly rank: readonly number[];
}

const DEFAULT_STAGE = 10;

export function priceEvent(view: EventView, till: Till): Priced {
  const { outcome } = till.fold.output;
  const candidates = candidatesFor(view, till);
  let dueMinor: readonly number[] = view.lines.map((line) => line.listMinor);
  const discounts: AppliedVoucher[] = [];
  for (const contest of contests(candidates)) {
    const basket: Basket = { lines: view.lines, dueMinor };
    const won = decide(contest, basket, outcome);
    if (won === undefined) continue;
    dueMinor = dueMinor.map((due, index) => due - won.discount.perLine[index]!);
    view.discountMinor = add(view.discountMinor, won.discount.totalMinor);
    discounts.push(apply(won.candidate, won.discount, outcome));
  }
  if (view.discountMinor > 0) outcome.discount = view.discountMinor;
  const paid = payWithPoints(view, dueMinor, till);
  if (view.lines.length > 0) outcome.payable = paid.cashMinor.reduce(add, 0);
  return { ...paid, discounts };
}

function candidatesFor(view: EventView, till: Till): readonly Candidate[] {
  const { scenes } = till;
  const none =
    view.event.use === undefined && scenes.every(({ version }) => version.autoVouchers.length === 0);
  if (none) return [];
  return [...scenes.flatMap(automatic), ...presented(view, till)].sort(byRank);
}

function automatic(scene: Scene): readonly Candidate[] {
  const event = scene.event!;
  if (event.lines.length === 0) return [];
  return scene.version.autoVouchers
    .filter(
      (voucher) =>
        matches(voucher.at, event) &&
        holdsIf(scene, voucher.auto) &&
        holdsIf(scene, voucher.if) &&
        firingsLeft(scene, voucher.limit, 'voucher', voucher.id) > 0,
    )
    .map((voucher) => candidate(scene, voucher, undefined));
}

/** Vouchers named in `use`: a kind takes its live one that ends soonest and is not taken yet, `kind#name` that very one. */
function presented(view: EventView, { fold, scenes, others }: Till): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const name of view.event.use ?? []) {
    const taken = found.map((other) => other.record);
    const chosen = present(name, { scenes, others, taken });
    if (chosen.candidate !== undefined) found.push(chosen.candidate);
    else reject(fold.output.outcome, chosen.name, chosen.reason);
  }
  return found;
}

type Presented =
  | { readonly candidate: Candidate }
  | { readonly candidate?: undefined; readonly name: Id; readonly reason: Reason };

interface Table {
  readonly scenes: readonly Scene[];
  readonly others: readonly Scene[];
  readonly taken: readonly (VoucherRecord | undefined)[];
}

function present(name: Id, { scenes, others, taken }: Table): Presented {
  const declaring = scenes.filter((scene) => declares(scene, name));
  const free = (scene: Scene) =>
    presentable(scene, voucherReference(name, scene.programme.id)).filter(
      (record) => !taken.includes(record),
    );
  const scene = declaring.find((each) => free(each).length > 0) ?? declaring[0];
  if (scene === undefined) {
    const elsewhere = others.find((each) => declares(each, name));
    const named =
      elsewhere === undefined
        ? name.split('#')[0]!
        : nameOf(elsewhere.fold.output, elsewhere.programme, localId(elsewhere, name));
    return { name: named, reason: elsewhere === undefined ? 'none' : 'scope' };
  }
  const own = nameOf(scene.fold.output, scene.programme, localId(scene, name));
  const record = free(scene)[0];
  if (record === undefined) return { name: own, reason: 'none' };
  const terms = termsOf(scene.programme, record);
  if (!matches(terms.at, scene.event!) || !holdsIf(scene, terms.if)) return { name: own, reason: 'where' };
  if (firingsLeft(scene, terms.limit, 'voucher', terms.id) <= 0) return { name: own, reason: 'limit' };
  return { candidate: candidate(scene, terms, record) };
}

export function declares(scene: Scene, name: Id): boolean {
  const [programmeId] = splitReference(name, scene.programme.id);
  const id = localId(scene, name);
  return (
    programmeId === scene.programme.id && scene.programme.versions.some((version) => version.vouchers.has(id))
  );
}

function localId(scene: Scene, name: Id): Id {
  return voucherReference(name, scene.programme.id).kind;
}

function candidate(scene: Scene, terms: Voucher, record: VoucherRecord | undefined): Candidate {
  const version = record === undefined ? scene.version : scene.programme.versions[record.version]!;
  const declared = [...version.vouchers.keys()].indexOf(terms.id);
  const rank = [terms.stage ?? DEFAULT_STAGE, scene.programme.index, record === undefined ? 0 : 1, declared];
  return { scene, terms, record, rank };
}

function byRank(a: Candidate, b: Candidate): number {
  for (let i = 0; i < a.rank.length; i++) if (a.rank[i] !== b.rank[i]) return a.rank[i]! - b.rank[i]!;
  return 0;
}

/** Candidates of one stage and group compete, at the place of the first of them; the others stand alone. */
function contests(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const contests: Candidate[][] = [];
  for (const each of candidates) {
    const rivals =
      each.terms.group === undefined ? undefined : contests.find((contest) => competes(contest[0]!, each));
    if (rivals === undefined) contests.push([each]);
    else rivals.push(each);
  }
  return contests;
}

function competes(a: Candidate, b: Candidate): boolean {
  return (
    a.scene.programme === b.scene.programme && a.terms.group === b.terms.group && a.rank[0] === b.rank[0]
  );
}

type Taken = Extract<Discount, { readonly reason?: undefined }>;

/** The largest discount of a contest, ties to the voucher declared first; why the presented others lost is reported. */
function decide(
  contest: readonly Candidate[],
  basket: Basket,
  outcome: OutcomeDraft,
): { readonly candidate: Candidate; readonly discount: Taken } | undefined {
  let best: { readonly candidate: Candidate; readonly discount: Taken } | undefined;
  const lost: (readonly [Candidate, Reason])[] = [];
  for (const each of contest) {
    const discount = offerOf(each, basket);
    if (discount.reason !== undefined) lost.push([each, discount.reason]);
    else if (best === undefined || beats({ candidate: each, discount }, best)) {
      if (best !== undefined) lost.push([best.candidate, 'group']);
      best = { candidate: each, discount };
    } else lost.push([each, 'group']);
  }
  for (const [loser, reason] of lost) {
    if (loser.record !== undefined) reject(outcome, displayName(loser), reason);
  }
  return best;
}

/** An earlier voucher of its kind may have taken the last use that its limit allows. */
function offerOf({ scene, terms }: Candidate, basket: Basket): Discount {
  const isUsable = firingsLeft(scene, terms.limit, 'voucher', terms.id) > 0;
  return isUsable ? discountOf(terms, basket) : { reason: 'limit' };
}

interface Bid {
  readonly candidate: Candidate;
  readonly discount: Taken;
}

function beats(a: Bid, b: Bid): boolean {
  if (a.discount.totalMinor !== b.discount.totalMinor) return a.discount.totalMinor > b.discount.totalMinor;
  return a.candidate.rank[3]! < b.candidate.rank[3]!;
}

function displayName({ scene, terms }: Candidate): Id {
  return nameOf(scene.fold.output, scene.programme, terms.id);
}

function apply({ scene, terms, record }: Candidate, discount: Taken, outcome: OutcomeDraft): AppliedVoucher {
  tally(outcome, 'discounts', nameOf(scene.fold.output, scene.programme, terms.id), discount.totalMinor);
  noteFiring(scene, 'voucher', terms.id);
  if (record !== undefined) takeVoucher(scene, record, scene.event!.event.id);
  return {
    programme: scene.programme.index,
    record,
    voucher: terms.id,
    perLine: discount.perLine,
    returnedMinor: 0,
  };
}
