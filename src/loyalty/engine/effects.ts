// What rules and rewards do: earn, spend, issue, grant, revoke, tag, mark.
import { unreachable } from '#base/assert.ts';
import type { Effect, Id } from '#loyalty/programme/types.ts';
import { addDuration } from '#loyalty/time/duration.ts';
import { creditEarning, planEarn, type Cause } from './earn.ts';
import { takeOut } from './lots.ts';
import { nameOf, tally } from './output.ts';
import { balanceIn, post, touch } from './purses.ts';
import type { Scene } from './scene.ts';
import { purseOf, push } from './new-state.ts';
import type { Earning, VoucherRecord } from './state.ts';
import { addTo, deleteIn, removeFrom } from './undo.ts';
import { issueVoucher } from './vouchers.ts';

export interface Done {
  readonly earnings: readonly Earning[];
  readonly vouchers: readonly VoucherRecord[];
}

const NONE: readonly never[] = [];

/** Applies the effects in order. What was given is returned, so that a refund can reverse or undo it. */
export function applyEffects(scene: Scene, effects: readonly Effect[], cause: Omit<Cause, 'effect'>): Done {
  let earnings: readonly Earning[] = NONE;
  let vouchers: readonly VoucherRecord[] = NONE;
  for (let index = 0; index < effects.length; index++) {
    const { rule, owner, entry, eventId } = cause;
    const gift = applyEffect(scene, effects[index]!, { rule, owner, entry, eventId, effect: index });
    // Exactly as long as needed: earnings stay for good, and a list that was pushed to keeps room for sixteen more.
    if (gift.earning !== undefined) earnings = earnings.concat([gift.earning]);
    if (gift.vouchers !== undefined) vouchers = vouchers.concat(gift.vouchers);
  }
  return { earnings, vouchers };
}

interface Gift {
  readonly earning?: Earning | undefined;
  readonly vouchers?: readonly VoucherRecord[];
}

function applyEffect(scene: Scene, effect: Effect, cause: Cause): Gift {
  const { account, cut } = scene;
  const { undo } = scene.fold;
  if ('earn' in effect) {
    return { earning: creditEarning(scene, effect.earn, cause, planEarn(scene, effect.earn, cause)) };
  }
  if ('issue' in effect) return { vouchers: issueAll(scene, effect.issue, cause) };
  if ('spend' in effect) spendBalance(scene, effect.spend, cause);
  else if ('grant' in effect) grantTier(scene, effect.grant);
  else if ('revoke' in effect) deleteIn(undo, account.grants, effect.revoke.ladder);
  else if ('tag' in effect) addTo(undo, account.tags, effect.tag);
  else if ('untag' in effect) removeFrom(undo, account.tags, effect.untag);
  else if ('mark' in effect) push(undo, account.marks, effect.mark, cut.atMs);
  else unreachable(effect);
  return {};
}

function issueAll(
  scene: Scene,
  { voucher, n = 1 }: { readonly voucher: Id; readonly n?: number },
  cause: Cause,
): VoucherRecord[] {
  const records: VoucherRecord[] = [];
  for (let i = 0; i < n; i++) {
    const record = issueVoucher(scene, { voucher, rule: cause.rule, eventId: cause.eventId });
    if (record !== undefined) records.push(record);
  }
  return records;
}

/** A rule never makes debt: it spends what is there (README.md, "Lots"). */
function spendBalance(
  scene: Scene,
  { unit, qty }: { readonly unit: Id; readonly qty: number },
  cause: Cause,
): void {
  const spent = Math.min(qty, Math.max(0, balanceIn(scene, unit)));
  if (spent > 0) spendUnits(scene, unit, spent, cause);
}

/** Takes a quantity that the balance holds, soonest end first; returns from which lots. */
export function spendUnits(scene: Scene, unit: Id, qty: number, cause: Pick<Cause, 'rule' | 'eventId'>) {
  const takes = takeOut(scene.fold.undo, purseOf(scene.fold.undo, scene.account, unit), qty);
  post(scene, unit, -qty, { kind: 'spend', eventId: cause.eventId, rule: cause.rule });
  touch(scene, unit);
  if (cause.eventId !== undefined) {
    const { output } = scene.fold;
    tally(output.outcome, 'spent', nameOf(output, scene.programme, unit), qty);
  }
  return takes;
}

function grantTier(scene: Scene, grant: Extract<Effect, { readonly grant: unknown }>['grant']): void {
  const { zone } = scene.programme;
  const untilMs = grant.for === undefined ? undefined : addDuration(zone, scene.cut.atMs, grant.for);
  push(scene.fold.undo, scene.account.grants, grant.ladder, {
    tier: grant.tier,
    fromMs: scene.cut.atMs,
    untilMs,
    earnedAt: [],
  });
}
