// A wallet with a believable life behind it, for looking at screens. No worker, no server, no storage.
import type { Locale } from '#base/locale.ts';
import type { ConnectionView, ProgrammeLook } from '#bridge/common-views.ts';
import type { FoldProgressView } from '#bridge/wallet-folds.ts';
import { sampleOffer, sampleOffers, sampleReading } from './sample-catalogue.ts';
import type {
  ActivityEntry,
  BalanceView,
  ProgrammeView,
  ReadReceipt,
  VoucherView,
  WalletApi,
} from '#bridge/wallet-api.ts';
import type { PaymentAsk, PaymentCode } from '#bridge/wallet-pay.ts';
import { hasLife, publishedView } from './published-worlds.ts';

import { sampleBirthdays } from './sample-birthdays.ts';
import { sampleCalendar } from './sample-calendar.ts';
import { sampleLock } from './sample-lock.ts';
import { sampleSafety } from './sample-safety.ts';
import { samplePlan } from './sample-plan.ts';

export type SampleState = 'full' | 'folding' | 'empty' | 'offline' | 'fresh' | 'slow' | 'broken';

/** Sunday, 22 November 2026, 10:42 UTC. */
export const SAMPLE_NOW_MS = Date.UTC(2026, 10, 22, 10, 42);
const DAY_MS = 86_400_000;
const EUR = { code: 'EUR', exponent: 2 };
const euro = (amountMinor: number) => ({ amountMinor, currency: EUR });

interface SampleWords {
  readonly merchants: readonly [string, string, string];
  readonly names: readonly [string, string, string];
  readonly points: string;
  readonly stamps: string;
  readonly tiers: readonly [string, string, string];
  readonly voucherTitles: readonly string[];
  readonly rules: readonly string[];
  readonly factor: string;
}

const EN: SampleWords = {
  merchants: ['Kranich Coffee', 'Lindenmarkt', 'Papier & Feder'],
  names: ['Kranich Club', 'Linden Points', 'Reader’s Card'],
  points: 'points',
  stamps: 'stamps',
  tiers: ['Bronze', 'Silver', 'Gold'],
  voucherTitles: ['Welcome gift', 'Weekend basket', 'Any hot drink', 'Autumn reading', 'Birthday treat'],
  rules: ['1 point per full 1.00', 'Twice the points on beans', 'Silver from 250.00 within a year'],
  factor: '12.40 of purchase, category: beans',
};
const FA: SampleWords = {
  merchants: ['قهوهٔ درنا', 'بازار زیزفون', 'کاغذ و قلم'],
  names: ['باشگاه درنا', 'امتیاز زیزفون', 'کارت خواننده'],
  points: 'امتیاز',
  stamps: 'مهر',
  tiers: ['برنزی', 'نقره‌ای', 'طلایی'],
  voucherTitles: ['هدیهٔ خوشامد', 'سبد آخر هفته', 'یک نوشیدنی گرم', 'کتاب پاییز', 'هدیهٔ تولد'],
  rules: ['به ازای هر ۱٫۰۰ کامل، ۱ امتیاز', 'برای دانهٔ قهوه دو برابر', 'نقره‌ای از ۲۵۰٫۰۰ در یک سال'],
  factor: '۱۲٫۴۰ خرید، دسته: دانهٔ قهوه',
};

const COLOURS = ['#7a3b1d', '#2f6b3a', '#3d4a8f'] as const;
const ICONS = ['cup', 'basket', 'book'] as const;
const SAMPLE_CODE = `LW1:${'6BFOXN*TS0BI$ZD8UHOZIQ:VDB%7 C-*8 4W.+T/L'.repeat(7)}`;

export function createSampleWallet(state: SampleState): WalletApi {
  const full = state === 'full' || state === 'offline' || state === 'folding';
  const connection = connectionOf(state);
  const later = async <T>(value: T): Promise<T> => {
    if (state === 'slow') return new Promise(() => undefined);
    if (state === 'broken') throw new Error('the worker died');
    return value;
  };
  const device = {
    state: full ? ('ready' as const) : ('new' as const),
    ...(full
      ? {
          keyKind: 'stored' as const,
          memberName: '7F3A-91C2',
          certificateUntilMs: SAMPLE_NOW_MS + 9 * DAY_MS,
        }
      : {}),
    storage: { persisted: false, usageBytes: 1_240_000, quotaBytes: 900_000_000 },
  };
  return {
    home: (locale) =>
      later({
        device,
        connection,
        programmes: full ? balancesOf(locale, state) : [],
        added: full ? addedBalancesOf(locale) : [],
        lapsing: full ? lapsingOf(locale) : [],
        lapsingThisWeek: full ? 1 : 0,
        liveVouchers: full ? 3 : 0,
      }),
    catalogue: (locale) => later(state === 'fresh' ? {} : { offers: sampleOffers(locale, full) }),
    offer: (id, locale) => {
      const view = sampleOffer(id, locale, full);
      const unknown = { ok: false as const, error: { kind: 'programme_unknown' } };
      return later(view === undefined ? unknown : { ok: true, value: view });
    },
    hideProgramme: () => later({ ok: true, value: null }),
    readProgrammeFile: (input, locale) => later(sampleReading(input, locale)),
    addProgrammeFile: () => later({ ok: true, value: 'stone-oven' }),
    removeProgrammeFile: () => later({ ok: true, value: null }),
    shareProgramme: () => later({ ok: true, value: { fileName: 'a.json', text: '{}', link: '/add#e30' } }),
    programme: (id, locale) =>
      later({
        ok: true,
        value: hasLife(id) ? publishedView(id, locale, SAMPLE_NOW_MS) : programmeOf(id, locale, state),
      }),
    claimReward: ({ rewardId }) =>
      later(rewardId === 'super-ticket' ? { ok: false, error: { kind: 'reward_out_of_stock' } } : done),
    reportActivity: () => later(done),
    ...sampleBirthdays({ nowMs: SAMPLE_NOW_MS, full, look: (locale) => lookOf(0, locale), later }),
    vouchers: (locale) => later(full ? vouchersOf(locale) : []),
    activity: (locale) => later(full ? entriesOf(locale) : []),
    foldProgress: (locale) => later(foldingOf(state, locale)),
    stopFold: () => later(undefined),
    continueFold: () => later(undefined),
    device: () => later(device),
    connection: () => later(connection),
    join: () => later(done),
    pass: () => later({ ok: true, value: codeAt(Date.now()) }),
    present: (key, locale) =>
      later({
        ok: true,
        value: { code: codeAt(Date.now()), voucher: vouchersOf(locale).find((v) => v.key === key)! },
      }),
    readCode: (text, locale) => later(readingOf(text, locale)),
    ...sampleSafety({ nowMs: SAMPLE_NOW_MS, full, look: (locale) => lookOf(0, locale), later }),
    ...sampleCalendar({
      nowMs: SAMPLE_NOW_MS,
      looks: (locale) => (full ? [lookOf(0, locale), lookOf(1, locale), lookOf(2, locale)] : []),
      later,
      isFolding: state === 'folding',
    }),
    ...samplePlan({
      nowMs: SAMPLE_NOW_MS,
      looks: (locale) => [lookOf(0, locale), lookOf(1, locale)],
      later,
      joined: full,
      isFolding: state === 'folding',
    }),
    confirmPayment: (_, locale) => later({ ok: true as const, value: samplePayment(locale) }),
    paymentCode: (_, locale) => later({ ok: true as const, value: samplePayment(locale) }),
    answerChallenge: async () => ({ ok: false, error: { kind: 'voucher_not_ready' } }),
    spending: () => later({ left: 200, perPayment: 200, untilMs: SAMPLE_NOW_MS + 6 * DAY_MS }),
    ...sampleLock(full, later),
    syncNow: () => later(connection),
    cutConnection: () => later(connection),
    pageVisible: () => later(undefined),
    lineBack: () => later(undefined),
    rest: async () => undefined,
  };
}

const done = { ok: true, value: null } as const;

function codeAt(nowMs: number) {
  const counter = String(Math.floor(nowMs / 1000));
  return {
    text: SAMPLE_CODE.slice(0, 300 - counter.length) + counter,
    madeAtMs: nowMs,
    renewAtMs: nowMs + 15_000,
  };
}

function connectionOf(state: SampleState): ConnectionView {
  const offline = state === 'offline' || state === 'fresh';
  return {
    mode: offline ? 'offline' : 'online',
    sinceMs: SAMPLE_NOW_MS - 3_600_000,
    cutOnPurpose: false,
    syncing: state === 'folding',
    ...(state === 'folding' ? { catchingUp: { done: 1_200, total: 5_000 } } : {}),
    ...(offline && state !== 'fresh'
      ? { unsent: 2, oldestUnsentMs: SAMPLE_NOW_MS - 2 * 86_400_000 }
      : { unsent: 0 }),
    ...(state === 'fresh' ? {} : { lastSyncMs: SAMPLE_NOW_MS - 3_700_000 }),
    ...(offline ? { problem: { kind: 'server_unreachable' } } : {}),
  };
}

const wordsOf = (locale: Locale): SampleWords => (locale === 'fa' ? FA : EN);

function lookOf(place: 0 | 1 | 2, locale: Locale): ProgrammeLook {
  const words = wordsOf(locale);
  return {
    programmeId: ICONS[place],
    name: words.names[place],
    merchantName: words.merchants[place],
    colour: COLOURS[place],
    icon: ICONS[place],
  };
}

function balancesOf(locale: Locale, state: SampleState): readonly BalanceView[] {
  const words = wordsOf(locale);
  const unit = (unitName: string, qty: number, pendingQty: number) => ({
    unitId: 'u',
    unitName,
    qty,
    scale: 0,
    pendingQty,
  });
  const unsettled = { unsettled: { asOfMs: SAMPLE_NOW_MS - 3_600_000 } };
  const isFolding = state === 'folding';
  return [
    {
      look: lookOf(0, locale),
      ...(isFolding ? unsettled : {}),
      balances: [unit(words.points, 1284, 12)],
      tier: {
        name: words.tiers[1],
        next: { name: words.tiers[2], missing: locale === 'fa' ? '۸۶٫۴۰ €' : '€86.40' },
      },
    },
    {
      look: lookOf(1, locale),
      ...(isFolding ? { unsettled: {} } : {}),
      balances: isFolding ? [] : [{ ...unit(words.points, 21350, 0), scale: 2 }],
    },
    { look: lookOf(2, locale), balances: [unit(words.stamps, 7, 1)] },
  ];
}

/** One is on its way, the other was stopped. */
function foldingOf(state: SampleState, locale: Locale): readonly FoldProgressView[] {
  if (state !== 'folding') return [];
  const names = wordsOf(locale).names;
  return [
    { programmeId: ICONS[0], programmeName: names[0], done: 18_400, total: 50_000, stopped: false },
    { programmeId: ICONS[1], programmeName: names[1], done: 12_000, total: 48_000, stopped: true },
  ];
}

function lapsingOf(locale: Locale) {
  const words = wordsOf(locale);
  return [
    {
      look: lookOf(0, locale),
      what: 'voucher' as const,
      name: words.voucherTitles[0]!,
      qty: 1,
      scale: 0,
      atMs: SAMPLE_NOW_MS + 4 * DAY_MS,
    },
    {
      look: lookOf(1, locale),
      what: 'points' as const,
      name: words.points,
      qty: 4200,
      scale: 2,
      atMs: SAMPLE_NOW_MS + 9 * DAY_MS,
    },
  ];
}

function addedBalancesOf(locale: Locale): readonly BalanceView[] {
  const [sample] = balancesOf(locale, 'full');
  const look = { ...sample!.look, name: 'stone-oven', colour: '#4d4d57', icon: 'clipboard' };
  return [{ look: { ...look, added: 'unverified' }, balances: sample!.balances }];
}

function vouchersOf(locale: Locale): readonly VoucherView[] {
  const titles = wordsOf(locale).voucherTitles;
  const base = { untilMs: SAMPLE_NOW_MS + 4 * DAY_MS };
  const small = { kind: 'fixed' as const, money: euro(250) };
  return [
    {
      ...base,
      key: 'a',
      look: lookOf(0, locale),
      title: titles[0]!,
      off: { kind: 'fixed', money: euro(500) },
      minimum: euro(2000),
      state: 'live',
    },
    {
      ...base,
      key: 'b',
      look: lookOf(1, locale),
      title: titles[1]!,
      off: { kind: 'percent', basisPoints: 1500, cap: euro(1000) },
      minimum: euro(3000),
      state: 'presented',
    },
    {
      key: 'c',
      look: lookOf(0, locale),
      title: titles[2]!,
      off: { kind: 'percent', basisPoints: 10000 },
      state: 'live',
    },
    {
      ...base,
      key: 'd',
      look: lookOf(2, locale),
      title: titles[3]!,
      off: { kind: 'fixed', money: euro(1250) },
      state: 'waiting',
    },
    { ...base, key: 'g', look: lookOf(0, locale), title: titles[1]!, off: small, state: 'withdrawn' },
    {
      ...base,
      key: 'e',
      look: lookOf(1, locale),
      title: titles[4]!,
      off: { kind: 'fixed', money: euro(300) },
      state: 'used',
      usedAtMs: SAMPLE_NOW_MS - 20 * DAY_MS,
      usedAt: lookOf(1, locale).merchantName,
    },
    {
      key: 'f',
      look: lookOf(2, locale),
      title: titles[3]!,
      off: { kind: 'percent', basisPoints: 1000 },
      untilMs: SAMPLE_NOW_MS - 2 * DAY_MS,
      state: 'expired',
    },
  ];
}

function entriesOf(locale: Locale): readonly ActivityEntry[] {
  const words = wordsOf(locale);
  const posting = (place: 0 | 1 | 2, qty: number, pending: boolean) => ({
    look: lookOf(place, locale),
    unitName: place === 2 ? words.stamps : words.points,
    qty,
    scale: 0,
    pending,
    kind: 'earn' as const,
    rule: words.rules[0]!,
    steps: [
      { kind: 'base' as const, text: words.factor },
      { kind: 'per' as const, text: '€1.00 → 1' },
      { kind: 'round' as const, text: String(qty) },
    ],
    definition: { number: 1, hash: '3f1c0b7a94de' },
  });
  const entry = (id: string, place: 0 | 1 | 2, hoursAgo: number) => ({
    id,
    atMs: SAMPLE_NOW_MS - hoursAgo * 3_600_000,
    merchantName: words.merchants[place],
    looks: [lookOf(place, locale)],
  });
  return [
    {
      ...entry('1', 0, 0.2),
      kind: 'earned',
      total: euro(1240),
      postings: [posting(0, 12, true)],
      state: { kind: 'saved' },
    },
    {
      ...entry('2', 2, 3),
      kind: 'earned',
      total: euro(1890),
      postings: [posting(2, 1, true)],
      state: { kind: 'sent' },
    },
    {
      ...entry('3', 1, 26),
      kind: 'redeemed',
      total: euro(4200),
      discount: euro(630),
      postings: [posting(1, 42, false)],
      state: { kind: 'confirmed' },
    },
    {
      ...entry('4', 0, 30),
      kind: 'earned',
      total: euro(990),
      postings: [posting(0, 9, false)],
      state: { kind: 'rejected', reason: { kind: 'already_claimed' } },
    },
    { ...entry('5', 0, 50), kind: 'tier', postings: [], state: { kind: 'confirmed' } },
    { ...entry('6', 1, 74), kind: 'joined', postings: [], state: { kind: 'confirmed' } },
  ];
}

function programmeOf(id: string, locale: Locale, state: SampleState): ProgrammeView {
  const words = wordsOf(locale);
  const place = Math.max(0, ICONS.indexOf(id as 'cup')) as 0 | 1 | 2;
  const balance = balancesOf(locale, state)[place]!;
  const [first] = balance.balances;
  const lots = [
    {
      qty: Math.floor((first?.qty ?? 0) / 3),
      fromMs: SAMPLE_NOW_MS - 90 * DAY_MS,
      untilMs: SAMPLE_NOW_MS + 9 * DAY_MS,
    },
    {
      qty: Math.ceil(((first?.qty ?? 0) * 2) / 3),
      fromMs: SAMPLE_NOW_MS - 10 * DAY_MS,
      untilMs: SAMPLE_NOW_MS + 200 * DAY_MS,
    },
  ];
  return {
    look: balance.look,
    ...(balance.unsettled === undefined ? {} : { unsettled: balance.unsettled }),
    note: 'demo',
    about: words.rules[0]!,
    balances: first === undefined ? [] : [{ ...first, lots, later: [] }],
    scores: [],
    ladders: [{ id: 'club', name: words.names[place], tiers: tiersOf(locale) }],
    benefits: { now: [] },
    challenges: [],
    rewards: [],
    activities: [],
    vouchers: vouchersOf(locale).filter((voucher) => voucher.look.icon === ICONS[place]),
    feed: [],
    changes: [],
    entries: entriesOf(locale).filter((entry) => entry.looks[0]?.icon === ICONS[place]),
    rules: words.rules,
  };
}

function tiersOf(locale: Locale) {
  const words = wordsOf(locale);
  return [
    { id: 'b', name: words.tiers[0], reached: true, current: false },
    { id: 's', name: words.tiers[1], reached: true, current: true, untilMs: SAMPLE_NOW_MS + 200 * DAY_MS },
    {
      id: 'g',
      name: words.tiers[2],
      reached: false,
      current: false,
      missing: locale === 'fa' ? '۸۶٫۴۰ €' : '€86.40',
      progress: 0.65,
    },
  ];
}

function readingOf(
  text: string,
  locale: Locale,
): { ok: true; value: ReadReceipt } | { ok: false; error: { kind: string } } {
  const [vouchers, entries] = [vouchersOf(locale), entriesOf(locale)];
  const spent: VoucherView = { ...vouchers[0]!, state: 'used', usedAtMs: SAMPLE_NOW_MS };
  const discount = euro(500);
  switch (text) {
    case 'EARNED':
      return { ok: true, value: { kind: 'earned', entry: entries[0]! } };
    case 'REDEEMED':
      return { ok: true, value: { kind: 'redeemed', entry: { ...entries[0]!, discount }, voucher: spent } };
    case 'USED':
      return {
        ok: true,
        value: { kind: 'redemption_refused', reason: { kind: 'already_used_here' }, voucher: vouchers[0]! },
      };
    case 'ASKED':
      return { ok: true, value: { kind: 'pay_request', text, ask: sampleAsk(locale) } };
    case 'TOO MUCH':
      return {
        ok: true,
        value: {
          kind: 'pay_request',
          text,
          ask: { ...sampleAsk(locale), points: 900, trouble: { kind: 'limit_wallet' } },
        },
      };
    case 'CHALLENGE': {
      const challenge = { merchantName: wordsOf(locale).merchants[0], vouchers: vouchers.slice(0, 2) };
      return { ok: true, value: { kind: 'challenge', text, challenge } };
    }
    case 'POSTER':
      return {
        ok: true,
        value: { kind: 'visited', entry: entries[0]!, placeName: wordsOf(locale).merchants[0], again: false },
      };
    case 'KNOWN':
      return { ok: true, value: { kind: 'known', entry: entries[0]! } };
    default:
      return { ok: false, error: { kind: 'bad_signature' } };
  }
}

function sampleAsk(locale: Locale): PaymentAsk {
  const words = wordsOf(locale);
  return {
    merchantName: words.merchants[0],
    points: 150,
    unitName: words.points,
    value: euro(1_500),
    remaining: 1_134,
    allowanceLeft: 350,
  };
}

function samplePayment(locale: Locale): PaymentCode {
  const { text, madeAtMs } = codeAt(SAMPLE_NOW_MS);
  return { paymentId: 'p1', code: { text, madeAtMs }, ask: sampleAsk(locale), answered: false };
}
