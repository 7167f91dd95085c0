import { describe, expect, it } from 'vitest';
import type { TillRecord } from '#bridge/till-record.ts';
import type { RecordFilter } from '#bridge/cashier-undo.ts';
import { pairingCodeFrom } from '#cashier/pair/pairing-code.ts';
import { isolated } from '#cashier/serve/isolated.ts';
import { recordTest } from '#worker/cashier/record-search.ts';
import { SCREENS, hrefOf, screenFrom } from '#cashier/shell/route.ts';

describe('a pairing code as people type it', () => {
  it.each([
    ['abcd-2345', 'ABCD2345'],
    ['ABCD 2345', 'ABCD2345'],
    ['o0iLl1ab', '001111AB'],
    ['abcd۲۳۴۵', 'ABCD2345'],
    ['ABCD2345XYZ', 'ABCD2345'],
    ['ab-u$', 'AB'],
  ])('%s means %s', (typed, code) => {
    expect(pairingCodeFrom(typed)).toBe(code);
  });
});

const found = (typed: string, filter: RecordFilter = 'all', of = record): boolean =>
  recordTest({ text: typed, filter, limit: 9 }, () => 0)(of);

const record: TillRecord = {
  id: '0a',
  sequence: 46,
  kind: 'redeem',
  atMs: 0,
  total: { amountMinor: 17_450, currency: { code: 'EUR', exponent: 2 } },
  memberName: '7F3A-91C2',
  voucherTitle: '15 off your next order',
  state: 'conflict',
};

describe('finding a record', () => {
  it.each(['46', '۴۶', '7f3a', '7f3a91c2', 'next order', '174.50', '', '  '])('finds it by "%s"', (typed) => {
    expect(found(typed)).toBe(true);
  });

  it.each(['47', 'zzz', '999'])('does not find it by "%s"', (typed) => {
    expect(found(typed)).toBe(false);
  });

  it('puts conflicts and rejections among the problems', () => {
    expect(found('', 'problems')).toBe(true);
    expect(found('', 'problems', { ...record, state: 'rejected' })).toBe(true);
    expect(found('', 'problems', { ...record, state: 'unsent' })).toBe(false);
    expect(found('', 'unsent', { ...record, state: 'unsent' })).toBe(true);
    expect(found('', 'all')).toBe(true);
    expect(found('', 'undone')).toBe(false);
    expect(found('', 'undone', { ...record, takenBack: 'part' })).toBe(true);
  });
});

describe('addresses and names', () => {
  it('leads every address to its screen and any other to the first', () => {
    for (const screen of SCREENS) expect(screenFrom(hrefOf(screen))).toBe(screen);
    expect(screenFrom('#nowhere')).toBe('serve');
    expect(screenFrom('')).toBe('serve');
  });

  it('keeps a member name in its order inside a right-to-left sentence', () => {
    expect(isolated('7F3A-91C2')).toBe('\u20667F3A\u201191C2\u2069');
  });
});
