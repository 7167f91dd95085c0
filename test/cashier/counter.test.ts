import { describe, expect, it } from 'vitest';
import type { ShiftReport } from '#bridge/cashier-shift.ts';
import { amountFromTyped, excessOf, noRefund, wishedLines, withAmount } from '#cashier/queue/refund-lines.ts';
import { isSameScan, SAME_CODE_MS } from '#cashier/serve/same-code.ts';
import { reportCsv } from '#cashier/shift/report-csv.ts';
import { words } from '#i18n/topics/shift/en.ts';

const currency = { code: 'EUR', exponent: 2 };
const money = (amountMinor: number) => ({ amountMinor, currency });

describe('a hardware scanner held on a code', () => {
  it('counts once within five seconds, and again afterwards or after the clock was set back', () => {
    const last = { text: 'LW1:A', atMs: 100_000 };
    expect(isSameScan(undefined, 'LW1:A', 100_000)).toBe(false);
    expect(isSameScan(last, 'LW1:A', 100_000 + SAME_CODE_MS - 1)).toBe(true);
    expect(isSameScan(last, 'LW1:B', 100_001)).toBe(false);
    expect(isSameScan(last, 'LW1:A', 100_000 + SAME_CODE_MS)).toBe(false);
    expect(isSameScan(last, 'LW1:A', 90_000)).toBe(false);
  });
});

describe('amounts of a refund', () => {
  const lines = [
    { category: 'shoes', amount: money(10_000), left: money(10_000) },
    { category: 'bags', amount: money(5_000), left: money(1_000) },
  ];

  it('are typed as on the pad, in the digits of any language', () => {
    expect(amountFromTyped('۱۲٫۵۰')).toBe(1_250);
    expect(amountFromTyped('12.50 €')).toBe(1_250);
    expect(amountFromTyped('')).toBe(0);
    expect(Number.isSafeInteger(amountFromTyped('9'.repeat(40)))).toBe(true);
  });

  it('name the lines that come back, and those that ask for more than is left', () => {
    const amounts = withAmount(noRefund(lines), 1, 1_001);
    expect(wishedLines(amounts)).toEqual([{ index: 1, amountMinor: 1_001 }]);
    expect(excessOf(lines, amounts)).toEqual(new Set([1]));
    expect(excessOf(lines, withAmount(amounts, 1, 1_000))).toEqual(new Set());
  });
});

describe('a report as a table', () => {
  const report: ShiftReport = {
    number: 3,
    cashier: '=HYPERLINK("x")',
    openedAtMs: Date.UTC(2026, 10, 22, 6),
    closedAtMs: Date.UTC(2026, 10, 22, 14, 30),
    merchantName: 'Cup, "Copper"',
    tillName: 'Front',
    tillNumber: 2,
    currency,
    sales: 3,
    turnover: money(37_505),
    redemptions: 1,
    discounts: money(1_500),
    voids: 1,
    voided: money(12_500),
    refunds: 0,
    refunded: money(0),
    payments: 1,
    paidWithPoints: money(1_000),
    net: money(-5),
    categories: [{ category: 'shoes', lines: 3, amount: money(37_505) }],
    programmes: [],
    vouchers: [{ title: '-15 off', uses: 1, discount: money(1_500) }],
    exceptions: [],
    unsent: 2,
  };
  const names = { words, category: (slug: string) => slug.toUpperCase(), programme: () => 'Club' };

  it('has every total in whole and decimal numbers, quoted, for any spreadsheet', () => {
    const csv = reportCsv(report, names);
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const rows = csv.slice(1).trimEnd().split('\r\n');
    expect(rows).toContain('"Cup, ""Copper""",2,"Front"');
    expect(rows).toContain('"Sales",3,"375.05"');
    expect(rows).toContain('"Paid with points",1,"10.00"');
    expect(rows).toContain('"In the drawer","","-0.05"');
    expect(rows).toContain('"By category: SHOES",3,"375.05"');
    expect(rows).toContain('"Closed","","2026-11-22T14:30:00.000Z"');
  });

  it('is never a formula', () => {
    expect(reportCsv(report, names)).toContain(`"Cashier","","'=HYPERLINK(""x"")"`);
    expect(reportCsv(report, names)).not.toMatch(/,"[=@+]/);
  });

  it('has amounts of currencies without decimals as they are', () => {
    const rials = { code: 'IRR', exponent: 0 };
    const csv = reportCsv({ ...report, turnover: { amountMinor: 174_500, currency: rials } }, names);
    expect(csv).toContain('"Sales",3,"174500"');
  });
});
