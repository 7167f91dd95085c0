import { sql } from 'kysely';
import type { SyncChange } from '#api/sync.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { campaignVouchers } from './campaign-vouchers.ts';
import { type IssueContext, signFor } from './issue-vouchers.ts';
import { memberStandings } from './member-standings.ts';
import { voucherPlaces } from './voucher-places.ts';

export interface Welcome {
  readonly memberId: string;
  readonly deviceId: string;
  readonly vouchers: 'issued' | 'elsewhere';
}

/**
 * Gives a wallet that is new to its member all that the others were ever told and the balances, through its change stream. Of
 * the vouchers it gets its own form of each (`issued`: its owner has nothing else to show them with), or hears where they
 * are. Under the locks of both; the caller flushes the streams.
 */
export async function welcomeWallet(
  context: IssueContext,
  { memberId, deviceId, vouchers }: Welcome,
): Promise<void> {
  const { tx, directory, nowMs, streams } = context;
  for (const change of await readFile(tx, memberId)) streams.add(deviceId, change);
  const member = { id: memberId, nowMs };
  const standings = await memberStandings(tx, directory.programmes, member);
  for (const [programme, standing] of standings) {
    for (const [unit, qty] of Object.entries(standing.balances))
      streams.add(deviceId, { kind: 'balance', programme, unit, qty });
    if (vouchers === 'elsewhere') continue;
    await signFor(
      context,
      standing.liveVouchers.map((instance) => ({ instance, devices: [deviceId] })),
    );
  }
  if (vouchers === 'issued') {
    const given = await campaignVouchers(tx, member);
    await signFor(
      context,
      given.map((voucher) => ({ ...voucher, devices: [deviceId] })),
    );
  } else for (const place of await voucherPlaces(tx, memberId, deviceId)) streams.add(deviceId, place);
}

async function readFile(tx: Tx, memberId: string): Promise<readonly SyncChange[]> {
  const { rows } = await sql<{ readonly body: SyncChange }>`
    SELECT body FROM member_file
    WHERE bucket = ${bucketOf(memberId)} AND member = ${memberId}
    ORDER BY seq`.execute(tx);
  return rows.map((row) => row.body);
}
