// The limits of README.md, "Challenges, payments and limits": what a terminal may give away between two syncs, so that a
// cloned device gets a bounded sum and no more. All of them come from certificates; wallets' own limits bind nobody.
import { CLOCK_TOLERANCE_MS } from './certificate-life.ts';
import type { DeviceCertificate, TerminalCertificate, TerminalRisk } from './messages.ts';
import type { Situation } from './freshness.ts';
import type { RefusalKind } from './refusal.ts';
import { ownEntry } from './replay-store.ts';
import type {
  AcceptedPayment,
  GenuinePresentation,
  ReplayStore,
  SeenDevice,
  TerminalPolicy,
} from './verdict.ts';

const DAY_MS = 86_400_000;

/** 500 points and 3 redemptions of one device; full limits for 24 h, half until 72 h; faces of 10 and 50. */
export const DEFAULT_RISK: TerminalRisk = {
  devicePoints: 500,
  deviceRedemptions: 3,
  fullOfflineS: 24 * 3600,
  mostOfflineS: 72 * 3600,
  anyTillFaceMinor: 1_000,
  challengeFaceMinor: 5_000,
};

/** The limits a terminal works under. */
export function riskOf(certificate: TerminalCertificate): TerminalRisk {
  return certificate.risk ?? DEFAULT_RISK;
}

/** `limit_tx`, `limit_wallet` (the allowance), `limit_terminal`, `offline_too_long`; of a payment, step 16. */
export function paymentLimitFault(
  { payment, device, deviceThumbprint }: AcceptedPayment,
  situation: Situation,
): RefusalKind | undefined {
  const { allowance, assurance } = device;
  if (payment.points > (allowance?.perTransaction ?? 0)) return 'limit_tx';
  // A key that a script could carry off spends nothing offline.
  if (allowance === undefined || assurance === 'soft') return 'limit_wallet';
  if (payment.cumulative > allowance.cumulative) return 'limit_wallet';
  if (payment.points > shareOf(device, situation.policy)) return 'limit_wallet';
  const { points } = stretchOf(situation.state, deviceThumbprint, situation.policy);
  if (points + payment.points > limitsNow(situation).devicePoints) return 'limit_terminal';
  if (payment.points > pointsLeftToday(situation)) return 'limit_terminal';
  return offlineFault(situation);
}

/** `limit_voucher` (its face), `limit_terminal`, `offline_too_long`; `undefined` without a risk policy. */
export function redemptionLimitFault(
  genuine: GenuinePresentation,
  discountMinor: number,
  situation: Situation,
): RefusalKind | undefined {
  const { policy, state, nowMs } = situation;
  if (policy.risk === undefined) return undefined;
  if (faceOf(genuine) > faceLimit(genuine, policy.risk)) return 'limit_voucher';
  const limits = limitsNow(situation);
  const { redemptions } = stretchOf(state, genuine.deviceThumbprint, policy);
  const overDevice = redemptions + 1 > limits.deviceRedemptions;
  const overDay = dayOf(state, nowMs).valueMinor + discountMinor > limits.valuePerDayMinor;
  return overDevice || overDay ? 'limit_terminal' : offlineFault(situation);
}

/** What a terminal may still give away in discounts today. */
export function valueLeftTodayMinor(state: ReplayStore, policy: TerminalPolicy, nowMs: number): number {
  const { valuePerDayMinor } = limitsNow({ policy, nowMs });
  return Math.max(0, valuePerDayMinor - dayOf(state, nowMs).valueMinor);
}

/** Of all devices together. What a terminal takes beyond it the server does not pay for, so a sync makes no room. */
function pointsLeftToday({ state, policy, nowMs }: Pick<Situation, 'state' | 'policy' | 'nowMs'>): number {
  return policy.ownCertificate.caps.pointsPerDay - (dayOf(state, nowMs).points ?? 0);
}

/** The store with an accepted payment counted. */
export function countPayment(
  { payment, device, deviceThumbprint }: AcceptedPayment,
  { state, policy, nowMs }: Situation,
): ReplayStore {
  const stretch = stretchOf(state, deviceThumbprint, policy);
  const epoch = device.allowance?.epoch ?? 0;
  const day = dayOf(state, nowMs);
  return {
    ...withDevice(state, deviceThumbprint, {
      spent: { epoch, cumulative: payment.cumulative },
      stretch: { ...stretch, points: stretch.points + payment.points },
    }),
    day: { ...day, points: (day.points ?? 0) + payment.points },
  };
}

/** The store with an accepted redemption counted; unchanged without a risk policy. */
export function countRedemption(
  { deviceThumbprint }: GenuinePresentation,
  discountMinor: number,
  { state, policy, nowMs }: Situation,
): ReplayStore {
  if (policy.risk === undefined) return state;
  const stretch = stretchOf(state, deviceThumbprint, policy);
  const day = dayOf(state, nowMs);
  return {
    ...withDevice(state, deviceThumbprint, {
      stretch: { ...stretch, redemptions: stretch.redemptions + 1 },
    }),
    day: { ...day, valueMinor: day.valueMinor + discountMinor },
  };
}

/**
 * The store after a discount of any day came back: it may be given away again today. Unchanged where nothing was given away today:
 * an undo goes by any clock, and one that shows another day would make the till forget the day that is counted.
 */
export function giveBackValue(state: ReplayStore, valueMinor: number, nowMs: number): ReplayStore {
  const day = dayOf(state, nowMs);
  if (day.number !== state.day?.number) return state;
  return { ...state, day: { ...day, valueMinor: Math.max(0, day.valueMinor - valueMinor) } };
}

interface LimitsNow {
  readonly devicePoints: number;
  readonly deviceRedemptions: number;
  readonly valuePerDayMinor: number;
}

/** Full soon after a sync, half later; `offlineFault` says when there is nothing any more. */
function limitsNow({ policy, nowMs }: Pick<Situation, 'policy' | 'nowMs'>): LimitsNow {
  const risk = policy.risk ?? DEFAULT_RISK;
  const share = nowMs - policy.lastSyncMs > risk.fullOfflineS * 1000 ? 2 : 1;
  return {
    devicePoints: Math.floor(risk.devicePoints / share),
    // Half of one is still one: a till that another has added has no more.
    deviceRedemptions: Math.max(
      Math.min(1, risk.deviceRedemptions),
      Math.floor(risk.deviceRedemptions / share),
    ),
    valuePerDayMinor: Math.floor(policy.ownCertificate.caps.valuePerDayMinor / share),
  };
}

function offlineFault({ policy, nowMs }: Situation): 'offline_too_long' | undefined {
  const { mostOfflineS } = policy.risk ?? DEFAULT_RISK;
  return nowMs - policy.lastSyncMs > mostOfflineS * 1000 ? 'offline_too_long' : undefined;
}

/** What is reserved for this terminal's programme. */
function shareOf({ shares }: DeviceCertificate, { payProgrammeNumber }: TerminalPolicy): number {
  if (shares === undefined || payProgrammeNumber === undefined) return Infinity;
  return shares.find(({ programmeNumber }) => programmeNumber === payProgrammeNumber)?.points ?? 0;
}

/** A percent voucher is worth its cap at most; without one nobody knows, so the sale's discount is judged elsewhere. */
function faceOf({ voucher }: GenuinePresentation): number {
  return voucher.kind === 'fixed' ? voucher.value : (voucher.capMinor ?? 0);
}

/** A home till has its vouchers to itself: any value. */
function faceLimit({ voucher, answered }: GenuinePresentation, risk: TerminalRisk): number {
  if (voucher.offlinePolicy === 3) return Number.MAX_SAFE_INTEGER;
  return answered === true ? risk.challengeFaceMinor : risk.anyTillFaceMinor;
}

function stretchOf(
  state: ReplayStore,
  device: string,
  policy: TerminalPolicy,
): NonNullable<SeenDevice['stretch']> {
  const stretch = ownEntry(state.devices, device)?.stretch;
  if (stretch?.sinceMs === policy.lastSyncMs) return stretch;
  return { sinceMs: policy.lastSyncMs, points: 0, redemptions: 0 };
}

/** A clock set back over midnight by less than is noticed goes on with the day that has begun: the one before was forgotten. */
function dayOf(state: ReplayStore, nowMs: number): NonNullable<ReplayStore['day']> {
  const number = Math.floor(nowMs / DAY_MS);
  const known = state.day;
  if (known?.number === number) return known;
  const isStepBack = known?.number === number + 1 && nowMs >= known.number * DAY_MS - CLOCK_TOLERANCE_MS;
  return isStepBack ? known : { number, valueMinor: 0 };
}

/** `rememberMessage` fills in the rest. */
function withDevice(
  state: ReplayStore,
  device: string,
  change: Pick<SeenDevice, 'spent' | 'stretch'>,
): ReplayStore {
  const seen = ownEntry(state.devices, device) ?? { maxCounter: -1, lastMessageId: '' };
  return { ...state, devices: { ...state.devices, [device]: { ...seen, ...change } } };
}
