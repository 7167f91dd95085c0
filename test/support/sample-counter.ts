// Records, shifts and files of the sample till.
import type { CashierApi, SaleDraft } from '#bridge/cashier-api.ts';
import type { TillReceipt, TillRecord } from '#bridge/till-record.ts';
import type { CashierShiftApi, ShiftReport, ShiftTotals } from '#bridge/cashier-shift.ts';
import type { CashierTransferApi } from '#bridge/cashier-transfer.ts';
import type { CashierUndoApi, RecordDetails } from '#bridge/cashier-undo.ts';
import type { Currency, Outcome } from '#bridge/common-views.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 22, 11, 5);

export interface SampleCounter {
  readonly records: readonly TillRecord[];
  readonly currency: Currency;
  readonly receipt: (sale: SaleDraft) => TillReceipt;
  readonly changed: () => void;
  readonly shiftOpen: boolean;
}

export function sampleCounter(
  sample: SampleCounter,
): CashierUndoApi & CashierShiftApi & CashierTransferApi & Pick<CashierApi, 'receipt'> {
  return { ...sampleRecords(sample), ...sampleShift(sample), ...SAMPLE_TRANSFER };
}

function sampleRecords({ records, receipt }: SampleCounter): CashierUndoApi & Pick<CashierApi, 'receipt'> {
  const shown = receipt({ lines: [{ amountMinor: 17_450, category: 'shoes' }] });
  return {
    findRecords: async ({ text, limit }) => {
      const found = records.filter(({ sequence }) => `${sequence}`.includes(text)).slice(0, limit);
      return { records: found, ...(text === '' && found.length > 0 ? { next: 40 } : {}) };
    },
    receipt: async () => ({ ok: true, value: shown }),
    record: async (recordId) => detailsOf(records, recordId),
    exportProof: async () => ({
      ok: true,
      value: { name: 'tessera-evidence-1.tessera', bytes: new Uint8Array(9) },
    }),
    undo: async (recordId, { reason, lines }) => {
      const undo = { recordId, whole: lines === undefined, reason };
      return { ok: true, value: { ...shown, record: { ...shown.record, kind: 'undo', undo } } };
    },
  };
}

function detailsOf(records: readonly TillRecord[], recordId: string): Outcome<RecordDetails> {
  const record = records.find(({ id }) => id === recordId);
  if (record === undefined) return { ok: false, error: { kind: 'record_unknown' } };
  const money = (amountMinor: number) => ({ ...record.total, amountMinor });
  const undos = records.filter(({ undo }) => undo?.recordId === recordId);
  const rest = money(record.total.amountMinor - 5_000);
  const isUndo = record.kind === 'undo';
  const lines = [
    { category: 'shoes', amount: rest, left: undos.length > 0 ? money(0) : rest },
    { category: 'care-products', amount: money(5_000), left: money(5_000) },
  ];
  const canVoid = !isUndo && undos.length === 0;
  const details = { record, lines: isUndo ? [] : lines, undos, canVoid, canRefund: !isUndo };
  return { ok: true, value: { ...details, ...rulingOf(record) } };
}

function rulingOf({ state, kind, atMs }: TillRecord): Pick<RecordDetails, 'clocks'> {
  if (state !== 'conflict' && state !== 'rejected') return {};
  const phone = { side: 'phone' as const, atMs: atMs - 9_000 };
  const [till, server] = [
    { side: 'till' as const, atMs },
    { side: 'server' as const, atMs: atMs + 3 * HOUR_MS },
  ];
  return { clocks: kind === 'redeem' ? [phone, till, server] : [till, server] };
}

function sampleShift({ records, currency, changed, shiftOpen }: SampleCounter): CashierShiftApi {
  let isOpen = shiftOpen;
  const totals = totalsOf(records, currency);
  const open = { number: 12, cashier: 'سارا', openedAtMs: NOW_MS - 5 * HOUR_MS };
  const view = () => ({ ok: true as const, value: isOpen ? { ...totals, open } : totals });
  const till = { merchantName: 'Novin Charm', tillName: 'Front desk', tillNumber: 3, currency };
  const report: ShiftReport = { ...totals, ...open, ...till, closedAtMs: NOW_MS };
  const turn = (now: boolean): void => {
    isOpen = now;
    changed();
  };
  return {
    shift: async () => view(),
    openShift: async () => {
      turn(true);
      return view();
    },
    closeShift: async () => {
      turn(false);
      return { ok: true, value: report };
    },
    pastShifts: async () =>
      [11, 10, 9].map((number) => ({
        number,
        ...(number === 10 ? {} : { cashier: 'Sara K.' }),
        openedAtMs: NOW_MS - (12 - number) * 24 * HOUR_MS,
        closedAtMs: NOW_MS - (12 - number) * 24 * HOUR_MS + 8 * HOUR_MS,
      })),
    shiftReport: async () => ({ ok: true, value: report }),
  };
}

const SAMPLE_TRANSFER: CashierTransferApi = {
  exportUnsent: async () => ({
    ok: true,
    value: {
      file: new Uint8Array([1, 2, 3]),
      fileName: 'till-3-unsent.tessera',
      code: 'K7QX-2MFA-ZD5P-WL6R-YT3H-N4CB-JQS',
      records: 3,
    },
  }),
  importUnsent: async () => ({ ok: false, error: { kind: 'transfer_code_wrong' } }),
  relayed: async () => ({ unsent: 2, decided: 0 }),
};

const CLUB = {
  en: 'Novin Charm Club',
  fa: 'باشگاه نوین چرم',
  ar: 'نادي نوفين تشرم',
  zh: '诺温皮革会',
  vi: 'CLB Novin Charm',
};

function totalsOf(records: readonly TillRecord[], currency: Currency): ShiftTotals {
  const money = (amountMinor: number) => ({ amountMinor, currency });
  const sales = records.filter(({ kind }) => kind !== 'undo');
  const turnover = sales.reduce((sum, { total }) => sum + total.amountMinor, 0);
  const uses = sales.filter(({ kind }) => kind === 'redeem').length;
  const some = sales.length > 0;
  return {
    ...(some ? { firstAtMs: NOW_MS - 4 * HOUR_MS, firstSequence: 41, lastSequence: 47 } : {}),
    sales: sales.length,
    turnover: money(turnover),
    redemptions: uses,
    discounts: money(uses * 1_500),
    voids: some ? 1 : 0,
    voided: money(some ? 3_200 : 0),
    refunds: some ? 2 : 0,
    refunded: money(some ? 7_450 : 0),
    payments: some ? 2 : 0,
    paidWithPoints: money(some ? 1_250 : 0),
    net: money(some ? turnover - uses * 1_500 - 10_650 - 1_250 : 0),
    categories: some
      ? [
          { category: 'shoes', lines: 5, amount: money(Math.floor(turnover * 0.8)) },
          { category: 'care-products', lines: 2, amount: money(Math.ceil(turnover * 0.2)) },
        ]
      : [],
    programmes: some ? [{ names: CLUB, sales: sales.length, amount: money(turnover) }] : [],
    vouchers: some ? [{ title: '15 off your next order', uses, discount: money(uses * 1_500) }] : [],
    exceptions: records.filter(({ state }) => state === 'conflict' || state === 'rejected'),
    unsent: records.filter(({ state }) => state === 'unsent').length,
  };
}
