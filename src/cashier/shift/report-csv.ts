import type { ShiftReport } from '#bridge/cashier-shift.ts';
import type { Money } from '#bridge/common-views.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';

export interface CsvNames {
  readonly words: ShiftWords;
  readonly category: (slug: string) => string;
  readonly programme: (names: ShiftReport['programmes'][number]['names']) => string;
}

/** RFC 4180, with a byte order mark so that spreadsheets read any script; amounts with a point, times in ISO 8601. */
export function reportCsv(report: ShiftReport, { words, category, programme }: CsvNames): string {
  const { report: w } = words;
  const rows: (readonly (string | number)[])[] = [
    [w.what, w.count, w.amount],
    [report.merchantName, report.tillNumber, report.tillName],
    [words.state.open(`${report.number}`), '', report.currency.code],
    [w.cashier, '', report.cashier ?? ''],
    [w.opened, '', new Date(report.openedAtMs).toISOString()],
    [w.closed, '', new Date(report.closedAtMs).toISOString()],
    [w.sales, report.sales, decimal(report.turnover)],
    [w.redemptions, report.redemptions, decimal(report.discounts)],
    [w.voids, report.voids, decimal(report.voided)],
    [w.refunds, report.refunds, decimal(report.refunded)],
    [w.points, report.payments, decimal(report.paidWithPoints)],
    [w.net, '', decimal(report.net)],
    ...report.categories.map((one) => [
      `${w.categories}: ${category(one.category)}`,
      one.lines,
      decimal(one.amount),
    ]),
    ...report.programmes.map((one) => [
      `${w.programmes}: ${programme(one.names)}`,
      one.sales,
      decimal(one.amount),
    ]),
    ...report.vouchers.map((one) => [`${w.vouchers}: ${one.title}`, one.uses, decimal(one.discount)]),
    [w.exceptions, report.exceptions.length, ''],
    [w.unsent, report.unsent, ''],
  ];
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Every cell quoted. One that a spreadsheet would take for a formula is text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return `${value}`;
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  const plain = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${plain.replaceAll('"', '""')}"`;
}

function decimal({ amountMinor, currency: { exponent } }: Money): string {
  if (exponent === 0) return `${amountMinor}`;
  const digits = `${Math.abs(amountMinor)}`.padStart(exponent + 1, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
