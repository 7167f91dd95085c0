// Points as money (README.md, "Pricing"): all or nothing per payment, checked in the documented order; an acknowledged
// fact wins.
import type { Id, Pay } from '#loyalty/programme/types.ts';
import { matches, type EventView } from './event-view.ts';
import { takeOut } from './lots.ts';
import type { Reason } from './outcome.ts';
import { nameOf, reject, tally, type OutcomeDraft } from './output.ts';
import { balanceIn, post, touch } from './purses.ts';
import { add, safe, scaleFloor, spread } from './rational.ts';
import { splitReference } from './references.ts';
import { holdsIf, type Fold, type Scene } from './scene.ts';
import { purseOf } from './new-state.ts';
import type { AppliedPayment } from './state.ts';

export interface Paid {
  readonly cashMinor: readonly number[];
  readonly payments: readonly AppliedPayment[];
}

/** Where an event is priced. */
export interface Till {
  readonly fold: Fold;
  /** Programmes in whose scope the event is. */
  readonly scenes: readonly Scene[];
  /** Those that are loaded but out of scope, when the event uses a voucher or pays with points. */
  readonly others: readonly Scene[];
}

type Offered = NonNullable<EventView['event']['pay']>[number];

export function payWithPoints(view: EventView, dueMinor: readonly number[], till: Till): Paid {
  const payments: AppliedPayment[] = [];
  const offered = view.event.pay ?? [];
  if (offered.length === 0) return { cashMinor: dueMinor, payments };
  const { outcome } = till.fold.output;
  const orderMinor = dueMinor.reduce(add, 0);
  let cashMinor = dueMinor;
  for (const offer of offered) {
    const accepted = acceptOffer(offer, { till, outcome, orderMinor, cashMinor, payments });
    if (accepted === undefined) continue;
    const { scene, unit, valueMinor } = accepted;
    const perLine = spread(Math.min(valueMinor, cashMinor.reduce(add, 0)), cashMinor);
    cashMinor = cashMinor.map((cash, index) => cash - perLine[index]!);
    view.pointsPaidMinor = add(view.pointsPaidMinor, perLine.reduce(add, 0));
    payments.push(withdraw(scene, unit, offer.qty, perLine));
  }
  if (view.pointsPaidMinor > 0) outcome.paidByPoints = view.pointsPaidMinor;
  return { cashMinor, payments };
}

interface Counter {
  readonly till: Till;
  readonly outcome: OutcomeDraft;
  readonly orderMinor: number;
  readonly cashMinor: readonly number[];
  readonly payments: readonly AppliedPayment[];
}

interface Accepted {
  readonly scene: Scene;
  readonly unit: Id;
  readonly valueMinor: number;
}

/** The merchant's real answer wins; where it overrules the engine, the engine's verdict is kept as a divergence. */
function acceptOffer(offer: Offered, counter: Counter): Accepted | undefined {
  if (offer.ack === 'declined') return undefined;
  const { till, outcome } = counter;
  const declaring = (scene: Scene) => unitIn(scene, offer.unit) !== undefined;
  const scene = till.scenes.find(declaring);
  if (scene === undefined) {
    const elsewhere = till.others.find(declaring);
    const name =
      elsewhere === undefined
        ? offer.unit
        : nameOf(elsewhere.fold.output, elsewhere.programme, unitIn(elsewhere, offer.unit)!);
    reject(outcome, name, elsewhere === undefined ? 'none' : 'scope');
    return undefined;
  }
  const unit = unitIn(scene, offer.unit)!;
  const name = nameOf(scene.fold.output, scene.programme, unit);
  const pay = scene.version.units.get(unit)?.pay;
  if (pay === undefined) {
    reject(outcome, name, 'where');
    return undefined;
  }
  const valueMinor = worthOf(scene, pay, offer.qty);
  const verdict = verdictOn(scene, pay, { ...counter, unit, qty: offer.qty, valueMinor });
  if (verdict === undefined) return { scene, unit, valueMinor };
  if (offer.ack !== 'accepted') {
    reject(outcome, name, verdict);
    return undefined;
  }
  outcome.divergence = [...(outcome.divergence ?? []), [name, verdict]];
  return { scene, unit, valueMinor };
}

function unitIn(scene: Scene, name: Id): Id | undefined {
  const [programmeId, id] = splitReference(name, scene.programme.id);
  return programmeId === scene.programme.id && scene.version.units.has(id) ? id : undefined;
}

function worthOf(scene: Scene, pay: Pay, qty: number): number {
  const step = pay.table?.find(([points]) => points === qty);
  if (step !== undefined) return step[1];
  const worth =
    'if' in pay.worth ? (holdsIf(scene, pay.worth.if[0]) ? pay.worth.if[1] : pay.worth.if[2]) : pay.worth;
  return scaleFloor(safe(qty), worth[1], worth[0]);
}

interface Verdict extends Counter {
  readonly unit: Id;
  readonly qty: number;
  readonly valueMinor: number;
}

/** In the documented order: step, balance, where, min, exceeds, share, minSpend. */
function verdictOn(scene: Scene, pay: Pay, asked: Verdict): Reason | undefined {
  const { unit, qty, valueMinor, orderMinor } = asked;
  if (qty <= 0 || (pay.step !== undefined && qty % pay.step !== 0)) return 'step';
  if (pay.table !== undefined && !pay.table.some(([points]) => points === qty)) return 'step';
  if (balanceIn(scene, unit) < qty) return 'balance';
  if (!matches(pay.at, scene.event!) || !holdsIf(scene, pay.if)) return 'where';
  if (pay.min !== undefined && qty < pay.min) return 'min';
  if (valueMinor > asked.cashMinor.reduce(add, 0)) return 'exceeds';
  if (
    pay.share !== undefined &&
    add(valueMinor, paidBefore(scene, asked)) > scaleFloor(orderMinor, ...pay.share)
  )
    return 'share';
  return pay.minSpend !== undefined && orderMinor < pay.minSpend ? 'minSpend' : undefined;
}

/** Two payments in one unit share its `share`. */
function paidBefore(scene: Scene, { payments, unit }: Verdict): number {
  return payments
    .filter((payment) => payment.programme === scene.programme.index && payment.unit === unit)
    .reduce((sum, payment) => add(sum, payment.perLine.reduce(add, 0)), 0);
}

function withdraw(scene: Scene, unit: Id, qty: number, perLine: readonly number[]): AppliedPayment {
  const takes = takeOut(scene.fold.undo, purseOf(scene.fold.undo, scene.account, unit), qty);
  const eventId = scene.event!.event.id;
  post(scene, unit, -qty, { kind: 'pay', eventId });
  touch(scene, unit);
  const { output } = scene.fold;
  tally(output.outcome, 'spent', nameOf(output, scene.programme, unit), qty);
  return {
    programme: scene.programme.index,
    unit,
    qty,
    perLine,
    earnOnPaid: scene.version.units.get(unit)?.pay?.earnOnPaid ?? false,
    takes,
    returnedQty: 0,
  };
}
