// Vouchers that an operator's campaign has given: no event brings them forth, so all that is known of them is what was signed.
import { sql } from 'kysely';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { type VoucherTerms, voucherFrom } from './credential.ts';
import { voucherBucket } from './effect.ts';
import { usedOnce } from './snapshot.ts';

/** No instance of the engine has such a key: those begin with a programme and a voucher, and have a `#`. */
const PREFIX = 'campaign/';
/** As many as a wallet that asks for everything is told; newer vouchers come first. */
const MOST_VOUCHERS = 1_000;

/** `key` of a `VoucherInstance`: each member gets one voucher of a campaign. */
export function campaignKey(name: string): string {
  return PREFIX + name;
}

export interface CampaignVoucher {
  readonly instance: VoucherInstance;
  /** What was promised, whatever the programme says by now. */
  readonly terms: VoucherTerms;
}

/** Those of the member that are neither used up nor over, whether or not a device has a form of them. */
export async function campaignVouchers(
  tx: Tx,
  { id: member, nowMs }: { readonly id: string; readonly nowMs: number },
): Promise<readonly CampaignVoucher[]> {
  const bucket = bucketOf(member);
  const { rows } = await sql<Row>`
    SELECT v.id, v.programme, v.voucher, v.instance_key, v.issued_at, coalesce(c.cose, v.terms) AS cose
    FROM voucher v LEFT JOIN credential c ON c.bucket = v.bucket AND c.voucher = v.id
    WHERE v.bucket = ${bucket} AND v.member = ${member} AND v.instance_key LIKE ${`${PREFIX}%`}
    ORDER BY v.issued_at DESC LIMIT ${MOST_VOUCHERS}`.execute(tx);
  const open = new Map(
    rows.flatMap((row) => {
      const form = row.cose === null ? undefined : voucherFrom(row.cose);
      if (form === undefined || form.expiresAtS * 1_000 <= nowMs) return [];
      const { holderKey: _, statusIndex: __, ...terms } = form;
      return [[row.id, { instance: instanceOf(member, row), terms }] as const];
    }),
  );
  const used = await usedOnce(tx, bucket, [...open.keys()]);
  return [...open].flatMap(([id, voucher]) =>
    used.has(id) && (voucher.terms.maxUses ?? 1) === 1 ? [] : [voucher],
  );
}

interface Row {
  readonly id: string;
  readonly programme: string;
  readonly voucher: string;
  readonly instance_key: string;
  readonly issued_at: number;
  readonly cose: Buffer | null;
}

function instanceOf(member: string, row: Row): VoucherInstance {
  const { programme, voucher, instance_key: key, issued_at: issuedAtMs } = row;
  const issuedAt = instantFromSeconds(Math.floor(issuedAtMs / 1000));
  return { key, member, programme, voucher, issuedAt, state: 'live' };
}

/** Before a device loses its form: the last one of all may be it. */
export async function keepTerms(
  tx: Tx,
  { member, voucher, device }: { readonly member: string; readonly voucher: string; readonly device: string },
): Promise<void> {
  const bucket = bucketOf(member);
  await sql`
    UPDATE voucher SET terms = c.cose FROM credential c
    WHERE voucher.bucket = ${bucket} AND voucher.id = ${voucher} AND voucher.instance_key LIKE ${`${PREFIX}%`}
      AND c.bucket = ${bucket} AND c.voucher = ${voucher} AND c.device = ${device}`.execute(tx);
}

/**
 * Versions before `terms` lost vouchers with the device that had them: the campaign, run again, gives those once more. Whether
 * this was one.
 */
export async function forgetLost(tx: Tx, voucherId: string): Promise<boolean> {
  const bucket = voucherBucket(voucherId);
  const { rows } = await sql`
    DELETE FROM voucher WHERE bucket = ${bucket} AND id = ${voucherId} AND terms IS NULL
      AND NOT EXISTS (SELECT 1 FROM credential WHERE bucket = ${bucket} AND voucher = ${voucherId})
    RETURNING id`.execute(tx);
  return rows.length > 0;
}
