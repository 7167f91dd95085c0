// From a voucher that the engine has issued to the credential that a till can verify without a network. Pure.
import { createHash } from 'node:crypto';
import { bytesFromHex } from '#base/bytes.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { ownScope } from '#loyalty/ledger/programme-group.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { instantMs } from '#loyalty/programme/instant.ts';
import type { Voucher as Definition } from '#loyalty/programme/types.ts';
import type { Voucher } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { StoredMerchant } from '#server/catalogue-store.ts';
import { voucherPlace } from '#server/spending/face-limits.ts';
import type { KnownProgramme } from './directory.ts';

/** What a voucher promises, whichever device has it. */
export type VoucherTerms = Omit<Voucher, 'holderKey' | 'statusIndex'>;

export interface TermsInput {
  readonly instance: VoucherInstance;
  readonly programme: KnownProgramme;
  /** Signs it, and is where it is good. */
  readonly merchant: StoredMerchant;
  /** Of the merchant's tills. */
  readonly tillNumbers: readonly number[];
}

const TITLE_CHARACTERS = 28;
/** Beyond this the code leaves the reference out; the instance's name is enough to find it. */
const REFERENCE_BYTES = 64;
/** A voucher without an end must still leave the tills' memories some day. */
export const LONGEST_LIFE_S = 5 * 365 * 86_400;

/** Hex of 12 bytes: the member's bucket, then ten bytes that follow from the instance, so issuing twice is issuing once. */
export function voucherIdOf(instance: VoucherInstance): string {
  const bucket = bucketOf(instance.member).toString(16).padStart(4, '0');
  const name = `${instance.member}\n${instance.programme}\n${instance.key}`;
  return bucket + createHash('sha256').update(name).digest('hex').slice(0, 20);
}

/** Slug of the merchant whose tills take the voucher: the one that its terms name, else the programme's first. */
export function issuerOf(programme: KnownProgramme, instance: VoucherInstance): string | undefined {
  const { merchants, sales = {} } = ownScope(programme.group);
  const named = termsInForce(programme, instance.voucher)?.at?.where?.['merchant'];
  const wanted = Array.isArray(named) ? named : [named];
  return merchants.find((slug) => wanted.includes(sales[slug]?.['merchant'] ?? slug)) ?? merchants[0];
}

/** `undefined` for a voucher that takes no money off: a benefit or an item, which this version's codes cannot say. */
export function termsFrom({
  instance,
  programme,
  merchant,
  tillNumbers,
}: TermsInput): VoucherTerms | undefined {
  const terms = termsInForce(programme, instance.voucher);
  const off = terms === undefined ? undefined : offOf(terms, instance);
  if (terms === undefined || off === undefined) return undefined;
  const issuedAtS = secondsOf(instance.issuedAt);
  const reference = `${instance.programme}/${instance.voucher}`;
  return {
    ...off,
    merchantId: bytesFromHex(merchant.id)!,
    voucherId: bytesFromHex(voucherIdOf(instance))!,
    // The phone that earned it may be ahead of the till by the tolerance of a certificate.
    notBeforeS: Math.max(0, issuedAtS - 120),
    expiresAtS: instance.until === undefined ? issuedAtS + LONGEST_LIFE_S : secondsOf(instance.until),
    ...(terms.min === undefined ? {} : { minSpendMinor: terms.min }),
    title: titleOf(programme, instance.voucher),
    ...voucherPlace(off.kind === 'fixed' ? off.value : off.capMinor, merchant.currency, tillNumbers),
    instanceKey: voucherName(instance),
    ...(reference.length > REFERENCE_BYTES ? {} : { programmeVoucher: reference }),
  };
}

/** The newest version that knows the voucher: its face may be better now, never missing. */
export function termsInForce({ definition }: KnownProgramme, voucherId: string): Definition | undefined {
  const lists = [definition, ...(definition.versions ?? [])].toReversed();
  return lists.flatMap((list) => list.vouchers ?? []).find((voucher) => voucher.id === voucherId);
}

/** Whether a voucher of this kind can be given at all, as `termsFrom` says it. */
export function takesMoneyOff(programme: KnownProgramme, voucherId: string): boolean {
  const off = termsInForce(programme, voucherId)?.off;
  return off !== undefined && ('fix' in off || 'pct' in off);
}

function offOf(
  terms: Definition,
  instance: VoucherInstance,
): Pick<Voucher, 'kind' | 'value' | 'capMinor'> | undefined {
  if (instance.value !== undefined) return { kind: 'fixed', value: instance.value };
  if ('fix' in terms.off) return { kind: 'fixed', value: terms.off.fix };
  if (!('pct' in terms.off)) return undefined;
  return {
    kind: 'percent',
    value: terms.off.pct,
    ...(terms.cap === undefined ? {} : { capMinor: terms.cap }),
  };
}

function titleOf({ presentation }: KnownProgramme, voucherId: string): string {
  const words = presentation.vouchers?.[voucherId]?.en ?? voucherId;
  return Array.from(words).slice(0, TITLE_CHARACTERS).join('');
}

function secondsOf(instant: string): number {
  return Math.floor((instantMs(instant) ?? 0) / 1000);
}

/** A stored form: our own signature, so whatever it may be, it opens. */
export function voucherFrom(cose: Buffer): Voucher | undefined {
  const opened = openAs(VOUCHER, new Uint8Array(cose));
  return opened.ok ? opened.value.value : undefined;
}
