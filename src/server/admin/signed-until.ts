// Until when something counts that a merchant's former key has signed: as long, the key must stay in the trust list.
import { hexFromBytes } from '#base/bytes.ts';
import { verifySign1 } from '#protocol/cose-sign1.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import type { StoredMerchant } from '#server/catalogue-store.ts';
import type { Db } from '#server/db/transaction.ts';
import { TILL_LIFE_S } from '#server/enrolment/certificates.ts';
import { usedOnce } from '#server/push/snapshot.ts';
import { POSTER_LIFE_S } from './poster.ts';

export interface SignedUntil {
  readonly what: 'voucher' | 'till certificate' | 'poster';
  readonly untilMs: number;
}

export interface FormerKey {
  readonly merchant: StoredMerchant;
  readonly key: PublicKey;
  /** How many rotations ago it was replaced; 1: by the newest. */
  readonly rotationsAgo: number;
  readonly nowMs: number;
}

/** What ends last of all that the key has signed and that still counts; `undefined` when nothing does. */
export async function signedUntil(db: Db, former: FormerKey): Promise<SignedUntil | undefined> {
  const { merchant, rotationsAgo, nowMs } = former;
  const replacedMs = await replacedAt(db, merchant.slug, rotationsAgo);
  const posterMs = await lastPosterBefore(db, merchant.slug, replacedMs);
  const known: readonly SignedUntil[] = [
    { what: 'till certificate', untilMs: replacedMs + TILL_LIFE_S * 1000 },
    { what: 'poster', untilMs: posterMs + POSTER_LIFE_S * 1000 },
    { what: 'voucher', untilMs: await lastVoucherUntil(db, former) },
  ];
  const [last] = known.toSorted((a, b) => b.untilMs - a.untilMs);
  return last !== undefined && last.untilMs > nowMs ? last : undefined;
}

/** Certificates and posters are not kept; the audit log knows when the key was in use. */
async function replacedAt(db: Db, slug: string, rotationsAgo: number): Promise<number> {
  const rotation = await db
    .selectFrom('audit')
    .select('at')
    .where('act', '=', 'key rotate')
    .where('target', '=', slug)
    .orderBy('seq', 'desc')
    .offset(rotationsAgo - 1)
    .limit(1)
    .executeTakeFirst();
  return rotation?.at ?? -Infinity;
}

async function lastPosterBefore(db: Db, slug: string, beforeMs: number): Promise<number> {
  if (beforeMs === -Infinity) return beforeMs;
  const row = await db
    .selectFrom('audit')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('act', '=', 'poster')
    .where('target', '=', slug)
    .where('at', '<=', beforeMs)
    .executeTakeFirst();
  return row?.at ?? -Infinity;
}

const PAGE = 1_000;

/** Reads every form of every voucher: a key is rotated once in a while. */
async function lastVoucherUntil(db: Db, { merchant, key, nowMs }: FormerKey): Promise<number> {
  let lastMs = nowMs;
  let from = { bucket: -1, voucher: '', device: '' };
  for (;;) {
    const { bucket, voucher, device } = from;
    const rows = await db
      .selectFrom('credential')
      .selectAll()
      .where((eb) => eb(eb.refTuple('bucket', 'voucher', 'device'), '>', eb.tuple(bucket, voucher, device)))
      .orderBy('bucket')
      .orderBy('voucher')
      .orderBy('device')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      const opened = openAs(VOUCHER, new Uint8Array(row.cose));
      if (!opened.ok || hexFromBytes(opened.value.value.merchantId) !== merchant.id) continue;
      const { expiresAtS, maxUses = 1 } = opened.value.value;
      // Only one that would change the answer is worth a signature.
      if (expiresAtS * 1000 <= lastMs || !(await verifySign1(opened.value.sign1, key))) continue;
      const used = maxUses === 1 && (await usedOnce(db, row.bucket, [row.voucher])).size > 0;
      if (!used) lastMs = expiresAtS * 1000;
    }
    if (rows.length < PAGE) return lastMs;
    from = rows.at(-1)!;
  }
}
