// redeem, buy and use: what the member asks for. A refusal leaves only its reason (phase 1).
import type { Id, Reward } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { lastTickMs } from '#loyalty/time/tick.ts';
import { applyEffects, spendUnits } from './effects.ts';
import { matches } from './event-view.ts';
import { firingsLeft, noteFiring } from './firings.ts';
import type { Reason } from './outcome.ts';
import { refuse } from './output.ts';
import { declares } from './pricing.ts';
import { balanceIn } from './purses.ts';
import { splitReference } from './references.ts';
import { holdsIf, type Scene } from './scene.ts';
import type { LogEntry, Take } from './state.ts';
import { setIn } from './undo.ts';
import { presentable, takeVoucher, termsOf, voucherReference } from './vouchers.ts';

/** `redeem` and `buy`: the reward's programme decides, in the order version, if, limit, drop, stock, price, balance. */
export function claimReward(scenes: readonly Scene[], entry: LogEntry): LogEntry | undefined {
  const name = String(entry.event['reward']);
  const scene = scenes.find((each) => offers(each, name));
  const outcome = scenes[0]!.fold.output.outcome;
  if (scene === undefined) {
    refuse(outcome, 'none');
    return undefined;
  }
  const reward = scene.version.rewards.get(splitReference(name, scene.programme.id)[1]);
  const price = reward === undefined ? undefined : priceOf(scene, reward);
  if (price !== undefined) outcome.price = price;
  const why = reward === undefined ? 'version' : refusalOf(scene, reward, { entry, price });
  if (why !== undefined) {
    refuse(outcome, why);
    return undefined;
  }
  outcome.accepted = true;
  return take(scene, reward!, entry);
}

function offers(scene: Scene, name: Id): boolean {
  const [programmeId, id] = splitReference(name, scene.programme.id);
  return (
    programmeId === scene.programme.id && scene.programme.versions.some((version) => version.rewards.has(id))
  );
}

/** The price in money at the scene's cut; `undefined` for rewards that cost units or nothing. */
export function priceOf(scene: Scene, reward: Reward): number | undefined {
  return reward.cost !== undefined && 'money' in reward.cost
    ? scene.fold.ask.value(scene, reward.cost.money)
    : undefined;
}

interface Claim {
  readonly entry: LogEntry;
  readonly price: number | undefined;
}

function refusalOf(scene: Scene, reward: Reward, { entry, price }: Claim): Reason | undefined {
  if (!holdsIf(scene, reward.if)) return 'if';
  if (firingsLeft(scene, reward.limit, 'reward', reward.id) <= 0) return 'limit';
  if (!isOpen(scene, reward)) return 'drop';
  if (stockLeft(scene, reward) <= 0) return 'stock';
  const paid = entry.event.type === 'buy' ? entry.event['paid'] : undefined;
  if ((price !== undefined || entry.event.type === 'buy') && paid !== price) return 'price';
  const cost = unitCost(scene, reward);
  return cost !== undefined && balanceIn(scene, cost.unit) < cost.qty ? 'balance' : undefined;
}

function unitCost(scene: Scene, reward: Reward): { readonly unit: Id; readonly qty: number } | undefined {
  if (reward.cost === undefined || 'money' in reward.cost) return undefined;
  return { unit: reward.cost.unit, qty: scene.fold.ask.value(scene, reward.cost.qty) };
}

/** A drop is open from its instant for `open`, or until the next one. */
function isOpen(scene: Scene, reward: Reward): boolean {
  if (reward.drop === undefined) return true;
  const batch = lastTickMs(reward.drop, scene.programme.zone, scene.cut.atMs);
  if (batch === undefined) return false;
  return reward.open === undefined || scene.cut.atMs < addDuration(scene.programme.zone, batch, reward.open);
}

/** What is left of the batch of the latest drop, over all members; Infinity without `stock`. */
export function stockLeft(scene: Scene, reward: Reward): number {
  if (reward.stock === undefined) return Infinity;
  return Math.max(0, reward.stock - (scene.fold.state.claims.get(batchKey(scene, reward)) ?? 0));
}

function batchKey(scene: Scene, reward: Reward): string {
  const batch =
    reward.drop === undefined ? 'all' : lastTickMs(reward.drop, scene.programme.zone, scene.cut.atMs);
  return `${scene.programme.id}/${reward.id}@${batch ?? 'none'}`;
}

function take(scene: Scene, reward: Reward, entry: LogEntry): LogEntry {
  const { state, undo } = scene.fold;
  const cause = { rule: reward.id, owner: `reward:${reward.id}`, entry, eventId: entry.event.id };
  noteFiring(scene, 'reward', reward.id);
  if (reward.stock !== undefined) {
    const key = batchKey(scene, reward);
    setIn(undo, state.claims, key, (state.claims.get(key) ?? 0) + 1);
  }
  const cost = unitCost(scene, reward);
  const takes: readonly Take[] =
    cost === undefined || cost.qty <= 0 ? [] : spendUnits(scene, cost.unit, cost.qty, cause);
  applyEffects(scene, reward.gives ?? [], cause);
  if (takes.length === 0) return entry;
  return { ...entry, redeemed: { programme: scene.programme.index, unit: cost!.unit, takes } };
}

/** `use`: a voucher without a purchase. */
export function useVoucher(scenes: readonly Scene[], entry: LogEntry): boolean {
  const name = String(entry.event['voucher']);
  const outcome = scenes[0]!.fold.output.outcome;
  const holders = scenes.filter((each) => declares(each, name));
  const presented = (each: Scene) => presentable(each, voucherReference(name, each.programme.id));
  const scene = holders.find((each) => presented(each).length > 0);
  if (scene === undefined) {
    refuse(outcome, 'none');
    return false;
  }
  const record = presented(scene)[0]!;
  const terms = termsOf(scene.programme, record);
  const placed = matches(terms.at, scene.event!) && holdsIf(scene, terms.if);
  const free = firingsLeft(scene, terms.limit, 'voucher', terms.id) > 0;
  if (!placed || !free) {
    refuse(outcome, placed ? 'limit' : 'where');
    return false;
  }
  takeVoucher(scene, record, entry.event.id);
  noteFiring(scene, 'voucher', terms.id);
  outcome.accepted = true;
  return true;
}
