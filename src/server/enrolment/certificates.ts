import { bytesFromHex, type Bytes } from '#base/bytes.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import { delegateOf } from '#protocol/delegation.ts';
import type {
  PublicKey,
  SalesLimits,
  TerminalCaps,
  TerminalCertificate,
  TierRank,
} from '#protocol/messages.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import type { KeyStore } from '#server/keys.ts';
import type { IssuedAllowance } from '#server/spending/allowance.ts';
import { type TillCurrency, riskIn, unitsPerEuro } from '#server/spending/face-limits.ts';

export interface IssuedCertificate {
  readonly bytes: Bytes;
  readonly untilMs: number;
}

/** Long enough for a holiday without a network; a lost phone's certificate dies by itself. */
const WALLET_LIFE_S = 14 * 86_400;
/** One that spends dies sooner, and with it what a thief can do: src/protocol/README.md, "Challenges, payments and limits". */
const SPENDING_LIFE_S = 7 * 86_400;
export const TILL_LIFE_S = 90 * 86_400;
const ASSURANCES = ['soft', 'non_extractable'] as const;
const POINT_CAPS = { pointsPerReceipt: 10_000, pointsPerDay: 200_000 };
/** Tills that one till may add without the operator: twice its own limits a day, should it be stolen. */
export const MOST_DELEGATES = 4;
/** Discounts per day and till, in euros or what comes near. */
const VALUE_PER_DAY = 20_000;

export interface WalletFacts {
  readonly publicKey: PublicKey;
  readonly memberId: string;
  readonly assurance: number;
  readonly statusIndex: number;
  readonly tiers: readonly TierRank[];
  /** What was reserved for it; absent: it spends nothing offline. */
  readonly spending?: IssuedAllowance;
}

export async function issueWalletCertificate(
  keys: KeyStore,
  facts: WalletFacts,
  nowMs: number,
): Promise<IssuedCertificate> {
  const issuedAtS = Math.floor(nowMs / 1000);
  const { spending, statusIndex, tiers } = facts;
  const expiresAtS = issuedAtS + walletLifeS(spending !== undefined);
  const certificate = {
    memberId: bytesFromHex(facts.memberId)!,
    issuedAtS,
    expiresAtS,
    deviceKey: facts.publicKey,
    assurance: ASSURANCES[facts.assurance] ?? 'soft',
    statusIndex,
    ...(tiers.length === 0 ? {} : { tiers }),
    ...spending,
  };
  return { bytes: await makeDeviceCertificate(certificate, keys.server), untilMs: expiresAtS * 1000 };
}

export function walletLifeS(spends: boolean): number {
  return spends ? SPENDING_LIFE_S : WALLET_LIFE_S;
}

export interface TillFacts {
  readonly publicKey: PublicKey;
  readonly merchantId: string;
  readonly tillNumber: number;
  readonly serial: number;
  readonly currency: TillCurrency;
  /**
   * By another till: it adds none itself. While the operator has not said a word it gets what a till can give, no more.
   */
  readonly added?: 'confirmed' | 'unconfirmed';
  /** What the operator lets it sell; null: what its caps come to, which no certificate spells out. */
  readonly sales: SalesLimits | null;
}

export async function issueTillCertificate(
  keys: KeyStore,
  facts: TillFacts,
  nowMs: number,
): Promise<IssuedCertificate> {
  const issuedAtS = Math.floor(nowMs / 1000);
  const expiresAtS = issuedAtS + TILL_LIFE_S;
  const { tillNumber, serial } = facts;
  const full: TerminalCertificate = {
    merchantId: bytesFromHex(facts.merchantId)!,
    issuedAtS,
    expiresAtS,
    terminalKey: facts.publicKey,
    tillNumber,
    permissions: ['earn', 'redeem', 'pay', 'void'],
    caps: capsIn(facts.currency),
    serial,
    risk: riskIn(facts.currency),
    ...(facts.sales === null ? {} : { sales: facts.sales }),
  };
  const mayAdd = facts.added === undefined ? { delegates: MOST_DELEGATES } : {};
  const certificate = facts.added === 'unconfirmed' ? withinShare(full) : { ...full, ...mayAdd };
  const root = await keys.merchant(facts.merchantId);
  return { bytes: await makeTerminalCertificate(certificate, root), untilMs: expiresAtS * 1000 };
}

export function capsIn(currency: TillCurrency): TerminalCaps {
  return { ...POINT_CAPS, valuePerDayMinor: VALUE_PER_DAY * unitsPerEuro(currency) };
}

/** The limits that a till could pass on, under the server's own number and for as long as any till's. */
function withinShare(full: TerminalCertificate): TerminalCertificate {
  const { terminalKey, issuedAtS } = full;
  const order = { terminalKey, issuedAtS, slot: 1, random: new Uint8Array(4) };
  const { caps, risk, sales } = delegateOf(full, order);
  return {
    ...full,
    caps,
    ...(risk === undefined ? {} : { risk }),
    ...(sales === undefined ? {} : { sales }),
  };
}

/** Whether a certificate has used up half of its life: then there is still as much time again to hear of the next. */
export function isDue(
  role: 'wallet' | 'terminal',
  { untilMs, spends }: { readonly untilMs: number; readonly spends: boolean },
  nowMs: number,
): boolean {
  const lifeS = role === 'wallet' ? walletLifeS(spends) : TILL_LIFE_S;
  return untilMs - nowMs < (lifeS * 1000) / 2;
}
