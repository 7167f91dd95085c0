import { expect, test } from 'vitest';
import type { VoucherView } from '#bridge/wallet-api.ts';
import { createFormat } from '#i18n/format.ts';
import { walletEn } from '#i18n/wallet/en.ts';
import { walletFa } from '#i18n/wallet/fa.ts';
import { conditionOf, isOver, validityOf, worthOf } from '#wallet/vouchers/voucher-words.ts';

const EUR = { code: 'EUR', exponent: 2 };
const UNTIL_MS = Date.UTC(2026, 10, 26, 12);
const english = createFormat('en');
const voucher: VoucherView = {
  key: 'k',
  look: { programmeId: 'p', name: 'Club', merchantName: 'Kranich', colour: '#7a3b1d', icon: 'cup' },
  title: 'Welcome',
  off: { kind: 'fixed', money: { amountMinor: 500, currency: EUR } },
  minimum: { amountMinor: 2000, currency: EUR },
  untilMs: UNTIL_MS,
  state: 'live',
};

test('the worth on the stub is the sum or the share, in the figures of the language', () => {
  const half: VoucherView = { ...voucher, off: { kind: 'percent', basisPoints: 1250 } };
  expect(worthOf(voucher, english)).toBe('€5.00');
  expect(worthOf(half, english)).toBe('12.5%');
  expect(worthOf(half, createFormat('fa'))).toContain('۱۲');
});

test('the condition names the minimum, and the cap of a share', () => {
  const cap = { amountMinor: 1000, currency: EUR };
  const capped: VoucherView = { ...voucher, off: { kind: 'percent', basisPoints: 1500, cap } };
  const { minimum: _, ...free } = voucher;
  expect(conditionOf(voucher, walletEn, english)).toBe('from €20.00');
  expect(conditionOf(capped, walletEn, english)).toBe('from €20.00 · at most €10.00');
  expect(conditionOf(free, walletEn, english)).toBe(walletEn.voucher.noMinimum);
});

test.each([
  [{ state: 'live' }, 'until Nov 26, 2026'],
  [{ state: 'presented' }, 'until Nov 26, 2026'],
  [{ state: 'expired' }, 'Expired on Nov 26, 2026'],
  [{ state: 'used', usedAtMs: UNTIL_MS }, 'Used on Nov 26, 2026'],
  [{ state: 'used', usedAtMs: UNTIL_MS, usedAt: 'Kranich' }, 'Used on Nov 26, 2026 at Kranich'],
] as const)('%j reads %j', (change, text) => {
  expect(validityOf({ ...voucher, ...change }, walletEn, english)).toBe(text);
});

test('a voucher without an end says so, also in Persian', () => {
  const { untilMs: _, ...endless } = voucher;
  expect(validityOf(endless, walletEn, english)).toBe(walletEn.voucher.noEnd);
  expect(validityOf(endless, walletFa, createFormat('fa'))).toBe(walletFa.voucher.noEnd);
});

test('only what was used or has expired is over', () => {
  const states = ['waiting', 'live', 'presented', 'used', 'expired'] as const;
  expect(states.filter((state) => isOver({ ...voucher, state }))).toEqual(['used', 'expired']);
});
