import type { SyncChange } from '#api/sync.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';

/** As many as a wallet that asks for everything is told; newer vouchers come first. */
const MOST_PLACES = 1_000;

/** The member's vouchers that other devices than this one may show. */
export async function voucherPlaces(
  db: Db | Tx,
  member: string,
  notAt: string,
): Promise<readonly SyncChange[]> {
  const rows = await db
    .selectFrom('voucher')
    .innerJoin('credential', (join) =>
      join.onRef('credential.bucket', '=', 'voucher.bucket').onRef('credential.voucher', '=', 'voucher.id'),
    )
    .select(['voucher.id', 'voucher.instance_key', 'credential.device'])
    .where('voucher.bucket', '=', bucketOf(member))
    .where('voucher.member', '=', member)
    .orderBy('voucher.issued_at', 'desc')
    .limit(MOST_PLACES)
    .execute();
  const here = new Set(rows.flatMap(({ id, device }) => (device === notAt ? [id] : [])));
  return rows
    .filter(({ id }) => !here.has(id))
    .map(({ id, instance_key: key, device }) => ({
      kind: 'voucher_place',
      voucher: id,
      instance: voucherName({ member, key }),
      device,
    }));
}
