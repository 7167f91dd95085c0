import { describe, expect, test } from 'vitest';
import type { TillCheck } from '#bridge/cashier-doctor.ts';
import type { DeviceFacts } from '#cashier/doctor/device-probe.ts';
import { diagnose, worstOf } from '#cashier/doctor/diagnosis.ts';
import { summaryText, todoText } from '#cashier/doctor/finding-text.ts';
import { createFormat } from '#i18n/format.ts';
import { words } from '#i18n/topics/doctor/en.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 11, 5);
const DAY_MS = 86_400_000;
const CHECK: TillCheck = {
  atMs: NOW_MS,
  storage: { persisted: true, usageBytes: 1, quotaBytes: 100 },
  writeMs: 8,
  clockOffsetMs: 900,
  clockBehindMs: 0,
  lastSyncMs: NOW_MS - 60_000,
  unsent: 0,
  setAside: 0,
  certificateUntilMs: NOW_MS + 60 * DAY_MS,
  statusListFromMs: NOW_MS - DAY_MS / 2,
  trustListFromMs: NOW_MS - DAY_MS,
  trustListUntilMs: NOW_MS + 29 * DAY_MS,
};
const DEVICE: DeviceFacts = {
  hasSound: true,
  hasVibration: true,
  hasWakeLock: true,
  build: 'abc',
  app: 'kept',
  clockJumpMs: 4,
  battery: { percent: 80, charging: false },
};

function findingsOf(check: Partial<TillCheck>, device: Partial<DeviceFacts> = {}, soundsOn = true) {
  return diagnose({ check: { ...CHECK, ...check }, device: { ...DEVICE, ...device }, soundsOn });
}

test('a till in order is in order on every line', () => {
  expect(findingsOf({}).filter(({ state }) => state !== 'good')).toEqual([]);
  expect(worstOf(findingsOf({}))).toBe('good');
});

describe('what is not in order is found, by name', () => {
  const { writeMs: _, ...noWrite } = CHECK;
  test.each([
    ['clock_behind', 'bad', { clockBehindMs: 121_000 }, {}],
    ['clock_off', 'warn', { clockOffsetMs: -31_000 }, {}],
    ['clock_jumped', 'warn', {}, { clockJumpMs: -6_000 }],
    ['write_slow', 'warn', { writeMs: 251 }, {}],
    ['kept_at_risk', 'warn', { storage: { persisted: false } }, {}],
    ['kept_full', 'bad', { storage: { persisted: true, usageBytes: 90, quotaBytes: 100 } }, {}],
    ['sync_old', 'warn', { lastSyncMs: NOW_MS - 2 * DAY_MS }, {}],
    ['sync_old', 'bad', { lastSyncMs: NOW_MS - 4 * DAY_MS }, {}],
    ['sent_late', 'warn', { unsent: 2, oldestUnsentMs: NOW_MS - 2 * DAY_MS }, {}],
    ['certificate_soon', 'warn', { certificateUntilMs: NOW_MS + DAY_MS }, {}],
    ['certificate_over', 'bad', { certificateUntilMs: NOW_MS }, {}],
    ['status_old', 'warn', { statusListFromMs: NOW_MS - 2 * DAY_MS }, {}],
    ['status_old', 'bad', { statusListFromMs: NOW_MS - 4 * DAY_MS }, {}],
    ['trust_over', 'bad', { trustListUntilMs: NOW_MS - 1 }, {}],
    ['app_not_kept', 'warn', {}, { app: 'not_kept' }],
    ['app_waiting', 'warn', {}, { app: 'waiting' }],
    ['power_low', 'warn', {}, { battery: { percent: 19, charging: false } }],
    ['wake_absent', 'warn', {}, { hasWakeLock: false }],
  ] as const)('%s is %s', (code, state, check, device) => {
    const found = findingsOf(check, device).filter((finding) => finding.state !== 'good');
    expect(found).toMatchObject([{ code, state }]);
  });

  test('a device that keeps nothing', () => {
    const found = diagnose({ check: noWrite, device: DEVICE, soundsOn: true });
    expect(found.filter(({ state }) => state === 'bad')).toMatchObject([{ code: 'write_failed' }]);
  });

  test('silence', () => {
    expect(findingsOf({}, {}, false).find(({ line }) => line === 'sound')).toMatchObject({
      code: 'sound_off',
    });
  });
});

test('whatever is bad or to be looked at comes with something to do', () => {
  const telling = { words, format: createFormat('en'), nowMs: NOW_MS };
  const faults = [
    ...findingsOf({ clockBehindMs: 200_000, certificateUntilMs: 0, trustListUntilMs: 0, lastSyncMs: 0 }),
    ...findingsOf(
      { storage: { persisted: false }, writeMs: 900 },
      { app: 'not_kept', hasWakeLock: false },
      false,
    ),
  ].filter(({ state }) => state === 'bad' || state === 'warn');
  expect(faults.length).toBeGreaterThan(7);
  for (const fault of faults) expect([fault.code, todoText(fault, telling)]).not.toContain(undefined);
});

test('the text for support has every line and its number', () => {
  const text = summaryText(findingsOf({ unsent: 3 }), { words, format: createFormat('en'), nowMs: NOW_MS });
  expect(text.split('\n')).toHaveLength(14);
  expect(text).toContain('Records to send: 3 wait to be sent.');
  expect(text).toContain('Writing: Written for good in 8 ms.');
});
