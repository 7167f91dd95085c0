// A till with a day's work in it, for looking at screens: no worker, no database, no camera. What is scanned is a
// word that names the answer: `member`, `voucher`, `used`, `minimum`, `forged`, `repeat`, `stale`, `used-elsewhere`.
import type { CashierApi, SaleDraft, TerminalView, TillReading } from '#bridge/cashier-api.ts';
import type { TillReceipt, TillRecord } from '#bridge/till-record.ts';
import type { ConnectionView, Currency, Outcome } from '#bridge/common-views.ts';
import { createScannerInput } from '#cashier/shell/wedge-input.ts';
import type { Services } from '#cashier/shell/services.ts';
import type { DeviceProbe } from '#cashier/doctor/device-probe.ts';
import { listenToShot } from '#scan/wedge-shot.ts';
import { sampleAdding } from './sample-adding.ts';
import { sampleCounter } from './sample-counter.ts';
import { practising } from './sample-training.ts';

export const SAMPLE_NOW_MS = Date.UTC(2026, 10, 22, 11, 5);
const EUR: Currency = { code: 'EUR', exponent: 2 };
const IRR: Currency = { code: 'IRR', exponent: 0 };
/** As long and as dense as a real receipt. */
const CODE_TEXT = `LW1:${'6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R82JD2FCJG96V75DOW%IY17EIHY P8L6IWM$S4U45P84HW6U/4'.repeat(6)}`;

const after = (delayMs: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

export interface SampleOptions {
  readonly paired?: boolean;
  readonly currency?: 'EUR' | 'IRR';
  readonly offline?: boolean;
  readonly empty?: boolean;
  readonly training?: boolean;
  /** The browser has lost the key of a till with unsent records. */
  readonly lost?: boolean;
  /** Another till has added it, and the server does not take it in. */
  readonly notAdmitted?: boolean;
  readonly shiftOpen?: boolean;
  /** The server refuses this till. */
  readonly revoked?: boolean;
}

const SAMPLE_PROBE: DeviceProbe = {
  facts: async () => ({
    hasSound: true,
    hasVibration: true,
    hasWakeLock: true,
    build: '3f9c1a',
    app: 'kept',
    clockJumpMs: 0,
    battery: { percent: 12, charging: false },
  }),
  listenToShot: (onShot) => listenToShot({ target: document, after, onShot }),
  wedgeProfile: () => undefined,
  keepWedgeProfile: () => undefined,
  copy: async () => true,
};

export interface SampleTill {
  readonly services: Services;
  /** As the camera would: the scanner that is open gets the text. */
  readonly scan: (text: string) => void;
}

export function createSampleTill(options: SampleOptions = {}): SampleTill {
  let onCamera: ((text: string) => void) | undefined;
  const changes = new Set<() => void>();
  const api = createSampleApi(options, () => {
    for (const changed of changes) changed();
  });
  const input = createScannerInput({
    target: document,
    after,
    nowMs: () => SAMPLE_NOW_MS + performance.now(),
    onUntaken: () => services.feedback.play('attention'),
  });
  const services: Services = {
    api,
    leaveFor: () => undefined,
    changes: {
      subscribe: (_, onChange) => {
        changes.add(onChange);
        return () => void changes.delete(onChange);
      },
    },
    openScanner: async ({ onState, onText }) => {
      onCamera = onText;
      const state = (phase: 'watching' | 'paused') => onState({ phase, torch: 'off', lensId: 'rear' });
      return {
        start: async () => {
          state('watching');
          return { ok: true };
        },
        stop: () => undefined,
        pause: () => state('paused'),
        resume: () => state('watching'),
        scanAgain: () => undefined,
        setTorch: async () => true,
        setLens: async () => ({ ok: true }),
        lenses: async () => [{ id: 'rear', label: 'Rear' }],
      };
    },
    inputs: {
      readImage: async () => ({ ok: false, error: { kind: 'image_without_code' } }),
      readPaste: (text) => ({ ok: true, value: text }),
    },
    listenToWedge: input.listen,
    feedback: { play: () => undefined, isOn: () => true, turn: () => undefined },
    nowMs: () => SAMPLE_NOW_MS,
    openProbe: async () => SAMPLE_PROBE,
  };
  return {
    scan: (text) => onCamera?.(text),
    services: options.training === true ? practising(services, input.shoot, CODE_TEXT) : services,
  };
}

function createSampleApi(options: SampleOptions, changed: () => void): CashierApi {
  const currency = options.currency === 'IRR' ? IRR : EUR;
  let paired = options.paired !== false;
  let cut = false;
  const records = options.empty === true ? [] : sampleRecords(currency);
  const connection = (): ConnectionView => ({
    mode: options.offline === true || cut ? 'offline' : 'online',
    sinceMs: SAMPLE_NOW_MS - 23 * 60_000,
    cutOnPurpose: cut,
    syncing: false,
    unsent: options.offline === true && paired ? 3 : 0,
    lastSyncMs: SAMPLE_NOW_MS - 23 * 60_000,
    ...(options.revoked === true ? { problem: { kind: 'revoked' } } : {}),
  });
  const receipt = (sale: SaleDraft, discountMinor?: number): TillReceipt => ({
    record: {
      ...sampleRecord(currency, { sequence: 48, kind: discountMinor === undefined ? 'earn' : 'redeem' }),
      total: { amountMinor: totalOf(sale), currency },
      ...(discountMinor === undefined ? {} : { discount: { amountMinor: discountMinor, currency } }),
    },
    code: { text: CODE_TEXT, madeAtMs: SAMPLE_NOW_MS },
  });
  return {
    terminal: async () => (paired ? sampleTerminal(currency) : unpairedTerminal(options)),
    connection: async () => connection(),
    pair: async (code) => {
      if (code === '00000000') return { ok: false, error: { kind: 'pairing_code_unknown' } };
      paired = true;
      changed();
      return { ok: true, value: sampleTerminal(currency) };
    },
    readCode: async (text, sale) => sampleReading(text, totalOf(sale), currency, receipt(sale)),
    recordSale: async (_, sale) => ({ ok: true, value: receipt(sale) }),
    redeem: async (_, sale) => ({ ok: true, value: receipt(sale, 1_500) }),
    refusalCode: async () => ({ ok: true, value: { text: CODE_TEXT, madeAtMs: SAMPLE_NOW_MS } }),
    ...sampleCounter({ records, currency, receipt, changed, shiftOpen: options.shiftOpen === true }),
    payOffer: async (sale, wantedMinor) => ({
      ok: true,
      value: sampleOffer(currency, totalOf(sale), wantedMinor),
    }),
    requestPayment: async (sale, wantedMinor) => ({
      ok: true,
      value: {
        ...sampleOffer(currency, totalOf(sale), wantedMinor),
        code: { text: CODE_TEXT, madeAtMs: SAMPLE_NOW_MS },
        untilMs: SAMPLE_NOW_MS + 120_000,
      },
    }),
    ...sampleAdding(),
    challenge: async () => ({ ok: true, value: { text: CODE_TEXT, madeAtMs: SAMPLE_NOW_MS } }),
    checkTill: async () => ({
      atMs: SAMPLE_NOW_MS,
      storage: { persisted: false, usageBytes: 4_200_000, quotaBytes: 10_700_000_000 },
      writeMs: 9.4,
      clockOffsetMs: 1_200,
      clockBehindMs: 0,
      lastSyncMs: SAMPLE_NOW_MS - 2 * 86_400_000,
      unsent: 3,
      setAside: 2,
      oldestUnsentMs: SAMPLE_NOW_MS - 23 * 60_000,
      certificateUntilMs: SAMPLE_NOW_MS + 60 * 86_400_000,
      statusListFromMs: SAMPLE_NOW_MS - 40 * 3_600_000,
      trustListFromMs: SAMPLE_NOW_MS - 86_400_000,
      trustListUntilMs: SAMPLE_NOW_MS + 29 * 86_400_000,
    }),
    exportSetAside: async () => ({ ok: false, error: { kind: 'record_unknown' } }),
    syncNow: async () => connection(),
    pageVisible: async () => undefined,
    lineBack: async () => undefined,
    rest: async () => undefined,
    cutConnection: async (now) => {
      cut = now;
      changed();
      return connection();
    },
  };
}

function sampleReading(
  text: string,
  totalMinor: number,
  currency: Currency,
  receipt: TillReceipt,
): Outcome<TillReading> {
  const money = (amountMinor: number) => ({ amountMinor, currency });
  const refused = (reason: string, more: object = {}): Outcome<TillReading> => ({
    ok: true,
    value: { kind: 'refused', readingId: 'r', reason: { kind: reason, ...more } },
  });
  switch (text.replace('LW1:', '')) {
    case 'member':
      return { ok: true, value: { kind: 'member', readingId: 'm', memberName: '7F3A-91C2', tierRank: 2 } };
    case 'voucher':
      if (totalMinor === 0) return { ok: false, error: { kind: 'amount_missing' } };
      if (totalMinor < 10_000)
        return refused('min_spend', { details: { minimumMinor: 10_000, missingMinor: 10_000 - totalMinor } });
      return {
        ok: true,
        value: {
          kind: 'voucher',
          readingId: 'v',
          title: '15 off your next order',
          off: { kind: 'fixed', money: money(1_500) },
          minimum: money(10_000),
          discount: money(1_500),
          payable: money(totalMinor - 1_500),
        },
      };
    case 'used':
      return {
        ok: true,
        value: {
          kind: 'refused',
          readingId: 'u',
          reason: { kind: 'already_used_here' },
          usedAtMs: SAMPLE_NOW_MS - 41 * 60_000,
        },
      };
    case 'repeat':
      return { ok: true, value: { kind: 'repeat', receipt } };
    default:
      return { ok: false, error: { kind: text === 'forged' ? 'bad_signature' : 'qr_unknown' } };
  }
}

function sampleTerminal(currency: Currency): TerminalView {
  return {
    state: 'paired',
    merchantName: 'Novin Charm',
    tillName: 'Front desk',
    tillNumber: 3,
    currency,
    takesPoints: true,
    categories: ['shoes', 'bags', 'accessories', 'care-products'],
    certificateUntilMs: SAMPLE_NOW_MS + 60 * 86_400_000,
    programmes: [
      {
        en: 'Novin Charm Club',
        fa: 'باشگاه نوین چرم',
        ar: 'نادي نوفين تشرم',
        zh: '诺温皮革会',
        vi: 'CLB Novin Charm',
      },
      {
        en: 'City Coalition',
        fa: 'ائتلاف شهر',
        ar: 'تحالف المدينة',
        zh: '城市联盟',
        vi: 'Liên minh thành phố',
      },
    ],
    storage: { persisted: true, usageBytes: 4_200_000, quotaBytes: 10_700_000_000 },
    clockOffsetMs: 1_200,
  };
}

function unpairedTerminal({ lost, notAdmitted }: SampleOptions): TerminalView {
  const storage = { persisted: 'unknown' as const };
  if (lost !== true && notAdmitted !== true) return { state: 'unpaired', storage };
  const why = notAdmitted === true ? { notAdmitted: 'delegation_full' } : {};
  return { state: 'unpaired', storage, lost: { tillName: 'Front desk', unsent: 3, ...why } };
}

function sampleRecords(currency: Currency): readonly TillRecord[] {
  return [
    sampleRecord(currency, { sequence: 47, kind: 'earn', state: 'unsent' }),
    sampleRecord(currency, { sequence: 46, kind: 'redeem', state: 'unsent' }),
    sampleRecord(currency, { sequence: 45, kind: 'earn', state: 'accepted' }),
    sampleRecord(currency, { sequence: 44, kind: 'redeem', state: 'conflict' }),
    sampleRecord(currency, { sequence: 43, kind: 'earn', state: 'rejected' }),
    { ...sampleRecord(currency, { sequence: 42, kind: 'earn', state: 'accepted' }), takenBack: 'part' },
    {
      ...sampleRecord(currency, { sequence: 41, kind: 'earn', state: 'accepted' }),
      kind: 'undo',
      undo: { recordId: `${42}`.padStart(32, '0'), whole: false, reason: 'goods_returned' },
    },
  ];
}

function sampleRecord(
  currency: Currency,
  what: { readonly sequence: number; readonly kind: 'earn' | 'redeem'; readonly state?: TillRecord['state'] },
): TillRecord {
  const { sequence, kind, state = 'unsent' } = what;
  const reason = { conflict: 'voucher_spent', rejected: 'cert_expired' }[state as string];
  return {
    id: `${sequence}`.padStart(32, '0'),
    sequence,
    kind,
    atMs: SAMPLE_NOW_MS - (48 - sequence) * 11 * 60_000,
    total: { amountMinor: 3_290 * (50 - sequence), currency },
    state,
    ...(kind === 'earn'
      ? { memberName: '7F3A-91C2' }
      : { voucherTitle: '15 off your next order', discount: { amountMinor: 1_500, currency } }),
    ...(reason === undefined ? {} : { reason: { kind: reason } }),
  };
}

function totalOf({ lines }: SaleDraft): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function sampleOffer(currency: Currency, totalMinor: number, wantedMinor: number) {
  const valueMinor = Math.min(totalMinor, wantedMinor);
  return {
    points: Math.floor(valueMinor / 10),
    value: { amountMinor: valueMinor, currency },
    rest: { amountMinor: totalMinor - valueMinor, currency },
    programmeName: 'Novin',
  };
}
