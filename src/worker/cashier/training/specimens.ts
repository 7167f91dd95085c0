// Codes to practise with: real messages of the practice keys, and one of each refusal that a cashier will meet.
import { type Bytes, bytesFromText } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import type { Specimen } from '#bridge/cashier-training.ts';
import type { CodeView } from '#bridge/common-views.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makeDeviceCertificate } from '#protocol/device-certificate.ts';
import { makePass } from '#protocol/member-pass.ts';
import type { Voucher } from '#protocol/messages.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { type Signer, withCertificate } from '#protocol/signer.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import type { PracticeKeys } from './practice-keys.ts';
import { PRACTICE_MERCHANT } from './practice-server.ts';

export interface SpecimenParts {
  readonly keys: PracticeKeys;
  readonly clock: Clock;
  readonly random: Random;
  /** Ten times this is a large sale in the practice currency: 10 EUR is 1_000. */
  readonly unitMinor: number;
}

const MEMBER: Bytes = bytesFromText('SPECIMEN');
const OTHER_MERCHANT: Bytes = bytesFromText('ANOTHER1');
const DAY_S = 86_400;
/** A product's number, as on its package. */
const PRODUCT = '4006381333931';
/** An hour old: somebody's screenshot. */
const LATE_S = 3_600;

/** Every call makes a fresh code with the next counter, as a phone does. */
export function createSpecimens(parts: SpecimenParts): (kind: Specimen) => Promise<CodeView> {
  let counter = 0;
  const next = (): number => (counter += 1);
  const nowS = (): number => Math.floor(parts.clock.nowMs() / 1_000);

  async function pass(issuedAtS: number, server: Signer): Promise<string> {
    const { phone } = parts.keys;
    const certificate = await makeDeviceCertificate(
      {
        memberId: MEMBER,
        issuedAtS: nowS() - DAY_S,
        expiresAtS: nowS() + 6 * DAY_S,
        deviceKey: phone.publicKey,
        assurance: 'non_extractable',
      },
      server,
    );
    return codeFromBytes(await makePass({ issuedAtS, counter: next() }, withCertificate(phone, certificate)));
  }

  async function shown(change: Partial<Voucher> = {}, merchantId: Bytes = PRACTICE_MERCHANT) {
    const voucher = await makeVoucher(voucherOf(parts, nowS(), change), parts.keys.merchant);
    const presentation = { merchantId, issuedAtS: nowS(), counter: next(), voucher, useNumber: 1 };
    return codeFromBytes(await makePresentation(presentation, parts.keys.phone));
  }

  const makers: Readonly<Record<Specimen, () => Promise<string>>> = {
    member: () => pass(nowS(), parts.keys.server),
    voucher: () => shown(),
    minimum: () => shown({ minSpendMinor: parts.unitMinor * 1_000 }),
    // One and the same voucher each time: good once, then used.
    used: () => shown({ voucherId: bytesFromText('SAME-VOUCHER') }),
    late: () => pass(nowS() - LATE_S, parts.keys.server),
    expired: () => shown({ expiresAtS: nowS() - DAY_S }),
    other_shop: () => shown({}, OTHER_MERCHANT),
    forged: () => pass(nowS(), parts.keys.stranger),
    damaged: async () => {
      const text = await pass(nowS(), parts.keys.server);
      return `${text.slice(0, text.length / 2)}?${text.slice(text.length / 2 + 1)}`;
    },
    product: async () => PRODUCT,
  };
  return async (kind) => ({ text: await makers[kind](), madeAtMs: parts.clock.nowMs() });
}

function voucherOf(
  { keys, random, unitMinor }: SpecimenParts,
  nowS: number,
  change: Partial<Voucher>,
): Voucher {
  return {
    merchantId: PRACTICE_MERCHANT,
    voucherId: random.bytes(12),
    expiresAtS: nowS + 30 * DAY_S,
    holderKey: keys.phone.publicKey,
    kind: 'fixed',
    value: unitMinor,
    title: 'SPECIMEN',
    offlinePolicy: 1,
    ...change,
  };
}
