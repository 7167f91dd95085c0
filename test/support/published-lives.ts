// What happened to one member in each of the six programmes, up to Sunday, 22 November 2026.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { StatementRow } from '#storage/statement-store.ts';

export const MEMBER = '7f3a91c2aabbccdd';

export interface Life {
  /** The first one stands for all: whose receipts these are. */
  readonly merchants: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly events: readonly LoyaltyEvent[];
  /** Stated by the member, not yet decided. */
  readonly stated: readonly { readonly atMs: number; readonly said: StatementRow['said'] }[];
}

type Fields = Readonly<Record<string, unknown>>;

let count = 0;
function event(at: string, type: string, fields: Fields): LoyaltyEvent {
  count += 1;
  return { ...fields, id: `e${count}`, at, type, member: MEMBER };
}

/** Joined so long ago that everything counts. */
const joined = (at: string, programme: string) => event(at, 'enrol', { programme, countsFrom: at });

const line = (amount: number, cat: string, place = 1) => ({ id: `l${place}`, amount, cat });

function alibaba(): Life {
  const buy = (
    day: string,
    amounts: readonly (readonly [number, string])[],
    merchant = 'tmall-supermarket',
  ) =>
    event(`${day}T12:00:00+08:00`, 'purchase', {
      platform: 'tmall',
      merchant,
      lines: amounts.map(([amount, cat], place) => ({ ...line(amount, cat, place + 1), store: merchant })),
    });
  const did = (day: string, action: string) =>
    event(`${day}T20:00:00+08:00`, 'activity', { platform: 'taobao', action });
  const events = [
    joined('2026-01-02T08:00:00+00:00', 'alibaba-88'),
    buy('2026-05-20', [[128_000, 'phones']]),
    buy('2026-06-12', [
      [56_000, 'food'],
      [23_000, 'home'],
    ]),
    did('2026-06-20', 'review'),
    did('2026-06-21', 'post'),
    buy('2026-07-15', [[212_000, 'clothes']]),
    buy('2026-08-18', [
      [88_000, 'beauty'],
      [64_000, 'food'],
    ]),
    did('2026-08-25', 'review'),
    did('2026-08-26', 'answer'),
    buy('2026-09-22', [[340_000, 'computers']]),
    did('2026-10-02', 'share'),
    buy('2026-10-25', [
      [120_000, 'toys'],
      [30_000, 'books'],
    ]),
    event('2026-11-10T10:00:00+08:00', 'buy', { reward: 'vip-year', paid: 88_800 }),
    buy('2026-11-15', [[96_000, 'shoes']]),
  ];
  return {
    merchants: ['tmall-supermarket'],
    names: { 'tmall-supermarket': 'Tmall Supermarket' },
    events,
    stated: [],
  };
}

function starbucks(): Life {
  const cup = (at: string, amount: number, cat = 'coffee', fields: Fields = {}) =>
    event(`${at}:00-08:00`, 'purchase', {
      merchant: 'starbucks',
      payWith: 'sbux-card',
      channel: 'store',
      lines: [line(amount, cat)],
      ...fields,
    });
  const events = [
    joined('2026-05-02T16:00:00+00:00', 'starbucks'),
    cup('2026-06-20T08:10', 1_250),
    cup('2026-08-11T08:20', 2_480, 'lunch'),
    cup('2026-09-03T08:05', 1_890),
    cup('2026-10-14T16:40', 3_260, 'merch'),
    cup('2026-11-09T08:12', 645),
    cup('2026-11-16T08:15', 545),
    cup('2026-11-18T08:11', 595),
    cup('2026-11-20T08:19', 645, 'coffee', { orderAhead: true }),
  ];
  const report = { action: 'join_ahead', attributes: {} };
  return {
    merchants: ['starbucks'],
    names: { starbucks: 'Starbucks' },
    events,
    stated: [{ atMs: Date.UTC(2026, 10, 19, 18), said: { kind: 'report', report, quantity: 1 } }],
  };
}

function verizon(): Life {
  const bill = (month: string, amount: number) =>
    event(`2026-${month}-05T10:00:00-05:00`, 'bill', { merchant: 'verizon', amount });
  const events = [
    joined('2026-04-02T13:00:00+00:00', 'verizon-up'),
    bill('05', 14_500),
    bill('06', 14_500),
    bill('07', 16_200),
    bill('08', 14_500),
    bill('09', 15_900),
    bill('10', 14_500),
    bill('11', 31_400),
  ];
  return {
    merchants: ['verizon'],
    names: { verizon: 'Verizon' },
    events,
    stated: [{ atMs: Date.UTC(2026, 10, 21, 12), said: { kind: 'claim', rewardId: 'movie' } }],
  };
}

function nordstrom(): Life {
  const shop = (at: string, amount: number, fields: Fields = {}) =>
    event(`2026-${at}T14:00:00-08:00`, 'purchase', {
      family: 'nordstrom',
      lines: [line(amount, 'fashion')],
      ...fields,
    });
  const events = [
    joined('2026-01-02T08:00:00+00:00', 'nordstrom'),
    shop('03-14', 32_000),
    shop('05-30', 18_900, { payWith: 'nordstrom-card' }),
    shop('08-08', 54_900, { payWith: 'nordstrom-card' }),
    shop('10-17', 12_400),
    shop('11-14', 22_000, { payWith: 'nordstrom-card' }),
  ];
  return { merchants: ['nordstrom'], names: { nordstrom: 'Nordstrom' }, events, stated: [] };
}

function aadvantage(): Life {
  const fly = (at: string, amount: number) =>
    event(`${at}T09:00:00-06:00`, 'flight', { carrier: 'AA', amount });
  const partner = (at: string, amount: number) => event(`${at}T09:00:00-06:00`, 'partner', { amount });
  const events = [
    joined('2026-01-02T08:00:00+00:00', 'aadvantage'),
    fly('2026-03-20', 189_000),
    partner('2026-04-28', 240_000),
    fly('2026-05-16', 112_000),
    partner('2026-06-30', 310_000),
    fly('2026-08-09', 246_000),
    partner('2026-09-30', 288_000),
    fly('2026-10-11', 98_000),
    fly('2026-11-13', 154_000),
  ];
  return { merchants: ['american'], names: { american: 'American Airlines' }, events, stated: [] };
}

function baman(): Life {
  const buy = (at: string, merchant: string, amount: number) =>
    event(`${at}:00+03:30`, 'purchase', { network: 'baman', merchant, lines: [line(amount, merchant)] });
  const events = [
    joined('2026-01-02T08:00:00+00:00', 'baman'),
    buy('2026-01-05T11:20', 'book', 1_250_000),
    buy('2026-02-14T19:00', 'food', 3_400_000),
    buy('2026-03-02T21:10', 'taxi', 620_000),
    buy('2026-05-18T13:30', 'laundry', 980_000),
    buy('2026-08-27T18:45', 'food', 4_150_000),
    buy('2026-10-30T10:05', 'book', 2_300_000),
    buy('2026-11-19T20:15', 'taxi', 540_000),
  ];
  const names = { taxi: 'Snapp', book: 'Book City', food: 'Reyhoon', laundry: 'Peypak' };
  return { merchants: ['book'], names, events, stated: [] };
}

/** By the name of the published file. */
export const LIVES: Readonly<Record<string, Life>> = {
  'alibaba-88': alibaba(),
  starbucks: starbucks(),
  'verizon-up': verizon(),
  nordstrom: nordstrom(),
  aadvantage: aadvantage(),
  baman: baman(),
};
