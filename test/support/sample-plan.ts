// Planning in the sample wallet: believable answers to any basket, for looking at screens.
import type { Locale } from '#base/locale.ts';
import type { ProgrammeLook } from '#bridge/common-views.ts';
import type {
  Basket,
  BestVouchersView,
  PlanApi,
  PlanMerchant,
  VoucherChoice,
  WhatIfView,
} from '#bridge/wallet-plan.ts';
import { createFormat } from '#i18n/format.ts';

const EUR = { code: 'EUR', exponent: 2 };
const DAY_MS = 86_400_000;
const euro = (amountMinor: number) => ({ amountMinor, currency: EUR });

interface SamplePlan {
  readonly nowMs: number;
  readonly looks: (locale: Locale) => readonly ProgrammeLook[];
  /** Runs the answer through the sample's own fate: late, failing. */
  readonly later: <T>(value: T) => Promise<T>;
  readonly joined: boolean;
  /** Its balance is still being worked out. */
  readonly isFolding: boolean;
}

interface PlanWords {
  readonly unit: string;
  readonly rule: string;
  readonly challenge: string;
  readonly score: string;
  readonly tiers: readonly [string, string];
  readonly vouchers: readonly [string, string, string];
}

const EN: PlanWords = {
  unit: 'points',
  rule: '10 points for €10.00, twice for coffee',
  challenge: 'Coffees this week',
  score: 'Club value',
  tiers: ['Silver', 'Gold'],
  vouchers: ['Welcome gift', '5.00 off', 'Birthday treat'],
};
const FA: PlanWords = {
  unit: 'امتیاز',
  rule: '۱۰ امتیاز برای ۱۰٫۰۰ €، دو برابر برای قهوه',
  challenge: 'قهوه‌های این هفته',
  score: 'ارزش باشگاه',
  tiers: ['نقره‌ای', 'طلایی'],
  vouchers: ['هدیهٔ خوشامد', '۵٫۰۰ تخفیف', 'هدیهٔ تولد'],
};

export function samplePlan(sample: SamplePlan): PlanApi {
  const { later } = sample;
  return {
    planChoices: (locale) => later({ merchants: sample.joined ? merchantsOf(sample, locale) : [] }),
    whatIf: (basket, locale) =>
      later(
        totalOf(basket) === 0
          ? { ok: false, error: { kind: 'amount_missing' } }
          : { ok: true, value: whatIfOf(sample, basket, locale) },
      ),
    bestVouchers: (basket, locale) => later({ ok: true, value: bestOf(sample, basket, locale) }),
    readBasket: (text) =>
      later(
        text === 'EARNED'
          ? { ok: true, value: { merchantSlug: 'cup', lines: [{ amountMinor: 1_240, category: 'coffee' }] } }
          : { ok: false, error: { kind: 'code_not_for_wallet' } },
      ),
  };
}

function merchantsOf({ looks, nowMs }: SamplePlan, locale: Locale): readonly PlanMerchant[] {
  return looks(locale).map((look, place) => ({
    slug: look.programmeId,
    name: look.merchantName,
    currency: EUR,
    categories: [['coffee', 'food', 'goods'], ['produce', 'bakery', 'dairy', 'pantry'], ['fiction']][place]!,
    payMeans: place === 0 ? ['club-card'] : [],
    looks: [look],
    ...(place === 0
      ? {
          lastBasket: {
            merchantSlug: look.programmeId,
            lines: [
              { amountMinor: 890, category: 'coffee' },
              { amountMinor: 350, category: 'food' },
            ],
            atMs: nowMs - 3 * DAY_MS,
          },
        }
      : {}),
  }));
}

function totalOf({ lines }: Basket): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function whatIfOf({ looks, nowMs, isFolding }: SamplePlan, basket: Basket, locale: Locale): WhatIfView {
  const words = locale === 'fa' ? FA : EN;
  const format = createFormat(locale);
  const totalMinor = totalOf(basket);
  const earned = Math.floor(totalMinor / 100) * 2;
  const look =
    looks(locale).find(({ programmeId }) => programmeId === basket.merchantSlug) ?? looks(locale)[0]!;
  return {
    merchantName: look.merchantName,
    total: euro(totalMinor),
    atMs: nowMs,
    unanswered: [],
    waiting: isFolding ? [{ look, unsettled: {} }] : [],
    programmes: isFolding
      ? []
      : [
          {
            look,
            discount: euro(62),
            units: [
              {
                unitId: 'u',
                unitName: words.unit,
                scale: 0,
                earnedQty: earned,
                beforeQty: 1284,
                afterQty: 1284 + earned,
              },
            ],
            postings: [
              {
                look,
                unitName: words.unit,
                qty: earned,
                scale: 0,
                pending: false,
                rule: words.rule,
                kind: 'earn',
                steps: [
                  { kind: 'base', text: format.money(euro(totalMinor)) },
                  { kind: 'per', text: `${format.money(euro(100))} → ${format.integer(1)}` },
                  { kind: 'mult', text: `× ${format.integer(2)}` },
                ],
                definition: { number: 1, hash: '3f1c0b7a94de' },
              },
            ],
            ladders: [
              {
                ladderId: 'club',
                moves: false,
                before: words.tiers[0],
                after: words.tiers[0],
                missingBefore: format.money(euro(8_640)),
                next: { name: words.tiers[1], missing: format.money(euro(Math.max(0, 8_640 - totalMinor))) },
              },
            ],
            challenges: [
              {
                ruleId: 'five',
                name: words.challenge,
                before: format.integer(3),
                after: format.integer(4),
                goal: format.integer(5),
                shareBefore: 600,
                shareAfter: 800,
                reached: false,
              },
            ],
            scores: [
              {
                scoreId: 'value',
                name: words.score,
                before: format.integer(727),
                after: format.integer(739),
                computedMs: nowMs + 15 * DAY_MS,
              },
            ],
            issued: [{ title: words.vouchers[1], count: 1, untilMs: nowMs + 90 * DAY_MS }],
          },
        ],
  };
}

function bestOf({ looks, nowMs }: SamplePlan, basket: Basket, locale: Locale): BestVouchersView {
  const words = locale === 'fa' ? FA : EN;
  const totalMinor = totalOf(basket);
  const [first, second] = looks(locale);
  const soon = { key: 'a', title: words.vouchers[0], untilMs: nowMs + 4 * DAY_MS, ready: true };
  const later = { key: 'b', title: words.vouchers[1], untilMs: nowMs + 60 * DAY_MS, ready: false };
  const choice = (off: number, vouchers: VoucherChoice['vouchers'], look = first!): VoucherChoice => ({
    merchantSlug: look.programmeId,
    merchantName: look.merchantName,
    look,
    vouchers,
    discount: euro(off),
    payable: euro(totalMinor - off),
    earned: [{ unitName: words.unit, qty: Math.floor((totalMinor - off) / 100), scale: 0 }],
  });
  return {
    total: euro(totalMinor),
    withoutVoucher: euro(totalMinor),
    here: [choice(700, [soon, later]), choice(500, [later]), choice(200, [soon])],
    almost: [{ key: 'c', title: words.vouchers[2], ready: true, look: first!, missing: euro(320) }],
    elsewhere: [choice(300, [{ ...soon, key: 'd' }], second!)],
    complete: true,
  };
}
