// Vouchers that were issued once go to a device of their member that has no form of them.
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { vouchersAt } from '#server/enrolment/member-devices.ts';
import { campaignVouchers } from './campaign-vouchers.ts';
import { voucherIdOf } from './credential.ts';
import { holderAmong, type IssueContext, signFor, tellPlace, type WhenFull } from './issue-vouchers.ts';
import { memberStandings } from './member-standings.ts';
import type { FreedVoucher } from './undo.ts';

export interface Reissue {
  readonly memberId: string;
  readonly vouchers: readonly string[];
  readonly to: string;
  /** `later`: not before a recovery. */
  readonly whenFull: WhenFull;
}

/** Signs each of these vouchers that is still live for the device, unless it has it already; all others hear. How many are live. */
export async function reissueVouchers(context: IssueContext, reissue: Reissue): Promise<number> {
  const { memberId, vouchers, to, whenFull } = reissue;
  if (vouchers.length === 0) return 0;
  const { tx, directory, nowMs } = context;
  const wanted = new Set(vouchers);
  const there = new Set(await vouchersAt(tx, memberId, to));
  const member = { id: memberId, nowMs };
  const standings = await memberStandings(tx, directory.programmes, member);
  const earned = [...standings.values()].flatMap(({ liveVouchers }) => liveVouchers);
  const live = [...earned.map((instance) => ({ instance })), ...(await campaignVouchers(tx, member))];
  let count = 0;
  for (const voucher of live) {
    const id = voucherIdOf(voucher.instance);
    if (!wanted.has(id)) continue;
    const wish = { ...voucher, devices: [to] };
    if (!there.has(id) && (await signFor(context, [wish], whenFull)).length === 0) continue;
    tellPlace(context, voucher.instance, to);
    count += 1;
  }
  return count;
}

/** The phone that used them may have been shut out meanwhile: then nobody could show them, although they are good again. */
export async function reissueFreed(context: IssueContext, freed: readonly FreedVoucher[]): Promise<void> {
  for (const { memberId, voucher } of freed) {
    const to = holderAmong(context, context.locked.walletsOf.get(memberId) ?? []);
    if (to !== undefined && !(await hasForm(context.tx, memberId, voucher)))
      await reissueVouchers(context, { memberId, vouchers: [voucher], to, whenFull: 'later' });
  }
}

async function hasForm(tx: Tx, memberId: string, voucher: string): Promise<boolean> {
  const row = await tx
    .selectFrom('credential')
    .select('device')
    .where('bucket', '=', bucketOf(memberId))
    .where('voucher', '=', voucher)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
