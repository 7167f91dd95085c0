// The limits of src/protocol/README.md, "Challenges, payments and limits" are in euros; other currencies count their money
// differently. Rough on purpose: a limit on losses needs the right order of magnitude, not a rate of today.
import type { OfflinePolicy, TerminalRisk } from '#protocol/messages.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';

export interface TillCurrency {
  readonly code: string;
  readonly exponent: number;
}

/** Whole units of a currency that come near one euro; 1 for those not named. */
const PER_EURO: Readonly<Record<string, number>> = {
  AED: 4,
  AFN: 80,
  ARS: 1_500,
  BDT: 130,
  BRL: 6,
  CLP: 1_000,
  CNY: 8,
  COP: 4_500,
  CZK: 25,
  DKK: 8,
  EGP: 55,
  HKD: 9,
  HUF: 400,
  IDR: 18_000,
  ILS: 4,
  INR: 100,
  IQD: 1_500,
  IRR: 500_000,
  JPY: 160,
  KES: 150,
  KRW: 1_500,
  KZT: 600,
  LBP: 100_000,
  MAD: 11,
  MXN: 20,
  MYR: 5,
  NGN: 1_700,
  NOK: 12,
  PHP: 65,
  PKR: 320,
  PLN: 4,
  QAR: 4,
  RON: 5,
  RUB: 90,
  SAR: 4,
  SEK: 11,
  THB: 38,
  TRY: 40,
  TWD: 35,
  UAH: 48,
  UZS: 14_000,
  VND: 28_000,
  ZAR: 20,
};

/** In minor units. */
export function unitsPerEuro({ code, exponent }: TillCurrency): number {
  return (PER_EURO[code] ?? 1) * 10 ** exponent;
}

/** What a till may take on itself, with faces in its own currency. */
export function riskIn(currency: TillCurrency): TerminalRisk {
  const cent = unitsPerEuro(currency) / 100;
  return {
    ...DEFAULT_RISK,
    anyTillFaceMinor: Math.floor(DEFAULT_RISK.anyTillFaceMinor * cent),
    challengeFaceMinor: Math.floor(DEFAULT_RISK.challengeFaceMinor * cent),
  };
}

export interface VoucherPlace {
  readonly offlinePolicy: OfflinePolicy;
  readonly homeTills?: readonly number[];
}

/**
 * Where a voucher may be taken without the server, by the most it can take off: small ones at any till, larger ones by
 * challenge, the largest at one till alone, because two tills that cannot talk cannot both know. Without a most (a percentage
 * with no cap) it is a large one; where a merchant has no till yet, only the server can say.
 */
export function voucherPlace(
  mostMinor: number | undefined,
  currency: TillCurrency,
  tillNumbers: readonly number[],
): VoucherPlace {
  const { anyTillFaceMinor, challengeFaceMinor } = riskIn(currency);
  if (mostMinor !== undefined && mostMinor <= anyTillFaceMinor) return { offlinePolicy: 1 };
  if (mostMinor === undefined || mostMinor <= challengeFaceMinor) return { offlinePolicy: 2 };
  const home = tillNumbers[0];
  return home === undefined ? { offlinePolicy: 0 } : { offlinePolicy: 3, homeTills: [home] };
}
