// From facts to findings: what is in order, what is not, and how badly. Pure; the words are the topic's.
import type { TillCheck } from '#bridge/cashier-doctor.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import type { DeviceFacts } from './device-probe.ts';

export type FindingState = keyof DoctorWords['states'];
export type FindingCode = keyof DoctorWords['findings'];

/** How a finding's number is to be written. */
export interface FindingValue {
  readonly as: 'day' | 'relative' | 'milliseconds' | 'duration' | 'percent' | 'count' | 'text';
  readonly of: number | string;
}

export interface Finding {
  readonly line: keyof DoctorWords['lines'];
  readonly state: FindingState;
  readonly code: FindingCode;
  readonly value?: FindingValue;
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Beyond this a fresh code looks stale or from the future (protocol, 45 s). */
const CLOCK_TOLERANCE_MS = 30 * SECOND_MS;
/** The protocol's tolerance of a clock behind its own past. */
const BEHIND_TOLERANCE_MS = 120 * SECOND_MS;
const JUMP_MS = 5 * SECOND_MS;
/** A cashier notices a sale that takes longer. */
const SLOW_WRITE_MS = 250;
const FULL_PERCENT = 90;
const LOW_BATTERY_PERCENT = 20;
/** A till renews its certificate itself in the last third of its life. */
const CERTIFICATE_SOON_MS = 14 * DAY_MS;

export interface DoctorFacts {
  readonly check: TillCheck;
  readonly device: DeviceFacts;
  readonly soundsOn: boolean;
}

export function diagnose({ check, device, soundsOn }: DoctorFacts): readonly Finding[] {
  return [
    clockOf(check, device),
    writingOf(check),
    keepingOf(check),
    syncOf(check),
    sendingOf(check),
    certificateOf(check),
    trustOf(check),
    statusOf(check),
    appOf(device),
    powerOf(device),
    device.hasWakeLock
      ? { line: 'screen', state: 'good', code: 'wake_there' }
      : { line: 'screen', state: 'warn', code: 'wake_absent' },
    soundOf(device, soundsOn),
    device.hasVibration
      ? { line: 'vibration', state: 'good', code: 'vibration_there' }
      : { line: 'vibration', state: 'unknown', code: 'vibration_absent' },
  ];
}

/** The worst state of all lines; what is not known spoils nothing. */
export function worstOf(findings: readonly Finding[]): 'good' | 'warn' | 'bad' {
  const states = findings.map(({ state }) => state);
  if (states.includes('bad')) return 'bad';
  return states.includes('warn') ? 'warn' : 'good';
}

function clockOf(check: TillCheck, { clockJumpMs }: DeviceFacts): Finding {
  const line = 'clock';
  const { clockBehindMs, clockOffsetMs } = check;
  if (clockBehindMs > BEHIND_TOLERANCE_MS)
    return { line, state: 'bad', code: 'clock_behind', value: durationOf(clockBehindMs) };
  if (Math.abs(clockJumpMs) > JUMP_MS)
    return { line, state: 'warn', code: 'clock_jumped', value: durationOf(clockJumpMs) };
  if (clockOffsetMs === undefined) return { line, state: 'unknown', code: 'clock_unknown' };
  if (Math.abs(clockOffsetMs) > CLOCK_TOLERANCE_MS)
    return { line, state: 'warn', code: 'clock_off', value: durationOf(clockOffsetMs) };
  return { line, state: 'good', code: 'clock_right' };
}

function writingOf({ writeMs }: TillCheck): Finding {
  const line = 'writing';
  if (writeMs === undefined) return { line, state: 'bad', code: 'write_failed' };
  const value: FindingValue = { as: 'milliseconds', of: Math.max(1, Math.round(writeMs)) };
  return writeMs > SLOW_WRITE_MS
    ? { line, state: 'warn', code: 'write_slow', value }
    : { line, state: 'good', code: 'write_fast', value };
}

function keepingOf({ storage }: TillCheck): Finding {
  const line = 'keeping';
  const { persisted, usageBytes, quotaBytes } = storage;
  const percent = Math.round((100 * (usageBytes ?? 0)) / (quotaBytes || Number.POSITIVE_INFINITY));
  if (percent >= FULL_PERCENT)
    return { line, state: 'bad', code: 'kept_full', value: { as: 'percent', of: percent } };
  if (persisted === 'unknown') return { line, state: 'unknown', code: 'kept_unknown' };
  return persisted
    ? { line, state: 'good', code: 'kept_persisted' }
    : { line, state: 'warn', code: 'kept_at_risk' };
}

function syncOf({ lastSyncMs, atMs }: TillCheck): Finding {
  const line = 'sync';
  if (lastSyncMs === undefined) return { line, state: 'warn', code: 'sync_never' };
  const value: FindingValue = { as: 'relative', of: lastSyncMs };
  const ageMs = atMs - lastSyncMs;
  if (ageMs <= DAY_MS) return { line, state: 'good', code: 'sync_recent', value };
  return { line, state: ageMs <= 3 * DAY_MS ? 'warn' : 'bad', code: 'sync_old', value };
}

function sendingOf({ unsent, oldestUnsentMs, atMs }: TillCheck): Finding {
  const line = 'sending';
  if (unsent === 0) return { line, state: 'good', code: 'sent_all' };
  if (oldestUnsentMs !== undefined && atMs - oldestUnsentMs > DAY_MS)
    return { line, state: 'warn', code: 'sent_late', value: { as: 'relative', of: oldestUnsentMs } };
  return { line, state: 'good', code: 'sent_waiting', value: { as: 'count', of: unsent } };
}

function certificateOf({ certificateUntilMs, atMs }: TillCheck): Finding {
  const line = 'certificate';
  if (certificateUntilMs === undefined || certificateUntilMs <= atMs)
    return { line, state: 'bad', code: 'certificate_over' };
  const value: FindingValue = { as: 'day', of: certificateUntilMs };
  return certificateUntilMs - atMs < CERTIFICATE_SOON_MS
    ? { line, state: 'warn', code: 'certificate_soon', value }
    : { line, state: 'good', code: 'certificate_good', value };
}

function trustOf({ trustListUntilMs, atMs }: TillCheck): Finding {
  const line = 'trust';
  if (trustListUntilMs === undefined || trustListUntilMs <= atMs)
    return { line, state: 'bad', code: 'trust_over' };
  return { line, state: 'good', code: 'trust_good', value: { as: 'day', of: trustListUntilMs } };
}

/** Without a list of these hours, vouchers that can be revoked are not taken (`status_stale`). */
function statusOf({ statusListFromMs, atMs }: TillCheck): Finding {
  const line = 'status';
  if (statusListFromMs === undefined) return { line, state: 'warn', code: 'status_none' };
  const value: FindingValue = { as: 'relative', of: statusListFromMs };
  const ageMs = atMs - statusListFromMs;
  if (ageMs <= DAY_MS) return { line, state: 'good', code: 'status_fresh', value };
  return { line, state: ageMs <= 3 * DAY_MS ? 'warn' : 'bad', code: 'status_old', value };
}

function appOf({ app, build }: DeviceFacts): Finding {
  const line = 'app';
  const value: FindingValue = { as: 'text', of: build };
  if (app === 'kept') return { line, state: 'good', code: 'app_ready', value };
  return { line, state: 'warn', code: app === 'waiting' ? 'app_waiting' : 'app_not_kept', value };
}

function powerOf({ battery }: DeviceFacts): Finding {
  const line = 'power';
  if (battery === undefined) return { line, state: 'unknown', code: 'power_unknown' };
  const value: FindingValue = { as: 'percent', of: battery.percent };
  if (battery.charging) return { line, state: 'good', code: 'power_charging', value };
  return battery.percent < LOW_BATTERY_PERCENT
    ? { line, state: 'warn', code: 'power_low', value }
    : { line, state: 'good', code: 'power_battery', value };
}

function soundOf({ hasSound }: DeviceFacts, soundsOn: boolean): Finding {
  const line = 'sound';
  if (!hasSound) return { line, state: 'unknown', code: 'sound_absent' };
  return soundsOn ? { line, state: 'good', code: 'sound_on' } : { line, state: 'warn', code: 'sound_off' };
}

function durationOf(ms: number): FindingValue {
  return { as: 'duration', of: Math.abs(ms) };
}
