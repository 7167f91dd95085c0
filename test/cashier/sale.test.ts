import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { padKeyFrom } from '#cashier/serve/pad-key.ts';
import {
  MAX_AMOUNT_MINOR,
  MAX_LINES,
  type PadKey,
  type Sale,
  addLine,
  canAddLine,
  chooseCategory,
  draftFrom,
  emptySale,
  pressKey,
  removeLine,
  totalMinorOf,
} from '#cashier/serve/sale.ts';

const digits = (typed: string): PadKey => ({ kind: 'digits', digits: typed });
const press = (sale: Sale, ...keys: readonly PadKey[]): Sale => keys.reduce(pressKey, sale);
const typed = (text: string): Sale => press(emptySale('shoes'), ...[...text].map((digit) => digits(digit)));

describe('the amount pad', () => {
  it('fills the amount from the right, like a till', () => {
    expect(typed('1745').amountMinor).toBe(1_745);
    expect(press(typed('17'), digits('00')).amountMinor).toBe(1_700);
  });

  it('ignores zeros in front', () => {
    expect(press(emptySale('shoes'), digits('0'), digits('00'), digits('5')).amountMinor).toBe(5);
  });

  it('erases one digit, or all of them', () => {
    expect(press(typed('1745'), { kind: 'erase' }).amountMinor).toBe(174);
    expect(press(typed('5'), { kind: 'erase' }, { kind: 'erase' }).amountMinor).toBe(0);
    expect(press(typed('1745'), { kind: 'clear' }).amountMinor).toBe(0);
  });

  it('stands still at twelve digits', () => {
    const full = typed('9'.repeat(12));
    expect(full.amountMinor).toBe(MAX_AMOUNT_MINOR);
    expect(press(full, digits('1'))).toBe(full);
    expect(press(typed('9'.repeat(11)), digits('00')).amountMinor).toBe(99_999_999_999);
  });

  it('never leaves the safe whole amounts, whatever is pressed', () => {
    const key = fc.oneof(
      fc.stringMatching(/^\d{1,2}$/).map(digits),
      fc.constantFrom<PadKey>({ kind: 'erase' }, { kind: 'clear' }),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const { amountMinor } = press(emptySale('shoes'), ...keys);
        expect(Number.isSafeInteger(amountMinor)).toBe(true);
        expect(amountMinor).toBeGreaterThanOrEqual(0);
        expect(amountMinor).toBeLessThanOrEqual(MAX_AMOUNT_MINOR);
      }),
    );
  });
});

describe('keys of the keyboard', () => {
  it.each([
    ['7', digits('7')],
    ['۷', digits('7')],
    ['٧', digits('7')],
    ['７', digits('7')],
    ['Backspace', { kind: 'erase' }],
    ['Delete', { kind: 'clear' }],
  ])('%s is a key of the pad', (key, meant) => {
    expect(padKeyFrom(key)).toEqual(meant);
  });

  it.each(['a', 'F5', 'Enter', '-', ' ', '12', 'Tab'])('%s is not', (key) => {
    expect(padKeyFrom(key)).toBeUndefined();
  });
});

describe('lines of a sale', () => {
  const line = (sale: Sale, text: string, category: string): Sale =>
    addLine(chooseCategory(press(sale, ...[...text].map((digit) => digits(digit))), category));

  it('are added up together with the amount being typed', () => {
    const sale = press(line(emptySale('shoes'), '12900', 'shoes'), digits('4'), digits('5'));
    expect(totalMinorOf(sale)).toBe(12_945);
    expect(draftFrom(sale).lines).toEqual([
      { amountMinor: 12_900, category: 'shoes' },
      { amountMinor: 45, category: 'shoes' },
    ]);
  });

  it('need an amount', () => {
    const sale = emptySale('shoes');
    expect(canAddLine(sale)).toBe(false);
    expect(addLine(sale)).toBe(sale);
    expect(draftFrom(sale)).toEqual({ lines: [] });
  });

  it('never exceed what a receipt can carry', () => {
    let sale = emptySale('shoes');
    for (let i = 0; i < 10; i++) sale = line(sale, '1', 'bags');
    expect(draftFrom(sale).lines.length).toBeLessThanOrEqual(MAX_LINES);
  });

  it('can be taken back one by one', () => {
    const sale = line(line(emptySale('shoes'), '100', 'shoes'), '200', 'bags');
    expect(removeLine(sale, 0).lines).toEqual([{ amountMinor: 200, category: 'bags' }]);
  });
});
