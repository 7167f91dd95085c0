// A wallet's certificate says what the member may do without asking: its tiers, and what was reserved for it to spend.
import { sql } from 'kysely';
import { uuidV7 } from '#base/uuid.ts';
import type { TierRank } from '#protocol/messages.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { Directory } from '#server/push/directory.ts';
import { isAllowanceDue, reserveAllowance } from '#server/spending/allowance.ts';
import { statusPlaceOf } from '#server/spending/status-places.ts';
import { type IssuedCertificate, isDue, issueWalletCertificate, walletLifeS } from './certificates.ts';
import type { EnrolDeps } from './enrol-deps.ts';

/** The device's row, which the caller has locked. */
export interface WalletDevice {
  readonly id: string;
  readonly public_key: Buffer;
  readonly owner: string;
  readonly assurance: number;
  readonly certificate_until: number;
  readonly frozen_at: number | null;
}

type WalletDeps = Pick<EnrolDeps, 'keys' | 'random'> & {
  readonly directory: Directory;
  readonly nowMs: number;
};

/** Reserves, signs and remembers. A key that a script could carry off, and a device that lied, spend nothing offline. */
export async function certifyWallet(
  tx: Tx,
  deps: WalletDeps,
  device: WalletDevice,
): Promise<IssuedCertificate> {
  const { directory, nowMs, random } = deps;
  const holder = { device: device.id, member: device.owner };
  await lockMember(tx, device.owner);
  const tiers = await tiersOf(tx, directory, device.owner);
  const untilMs = (Math.floor(nowMs / 1000) + walletLifeS(true)) * 1000;
  const newEvent = () => uuidV7(nowMs, random.bytes(10));
  const spending = maySpend(device)
    ? await reserveAllowance(tx, holder, { directory, nowMs, newEvent, untilMs, tiers: tierText(tiers) })
    : undefined;
  const statusIndex = await statusPlaceOf(tx, random, { kind: 'device', subject: device.id });
  const facts = {
    publicKey: new Uint8Array(device.public_key),
    memberId: device.owner,
    assurance: device.assurance,
    statusIndex,
    tiers,
    ...(spending === undefined ? {} : { spending }),
  };
  return issueWalletCertificate(deps.keys, facts, nowMs);
}

/** Whether the certificate is old, or no longer says what is so. Reads only. */
export async function isWalletDue(
  tx: Tx,
  { directory, nowMs }: Pick<WalletDeps, 'directory' | 'nowMs'>,
  device: WalletDevice,
): Promise<boolean> {
  const told = await tx
    .selectFrom('allowance')
    .select(['until_ms', 'tiers'])
    .where('bucket', '=', bucketOf(device.owner))
    .where('device', '=', device.id)
    .executeTakeFirst();
  const spends = told?.until_ms === device.certificate_until;
  if (isDue('wallet', { untilMs: device.certificate_until, spends }, nowMs)) return true;
  if (!maySpend(device)) return false;
  const tiers = tierText(await tiersOf(tx, directory, device.owner));
  if (tiers !== (told?.tiers ?? '')) return true;
  return isAllowanceDue(tx, { device: device.id, member: device.owner }, { directory, nowMs });
}

function maySpend({ assurance, frozen_at }: WalletDevice): boolean {
  return assurance > 0 && frozen_at === null;
}

async function tiersOf(tx: Tx, directory: Directory, member: string): Promise<readonly TierRank[]> {
  const rows = await tx
    .selectFrom('member_tier')
    .select(['programme', 'rank'])
    .where('bucket', '=', bucketOf(member))
    .where('member', '=', member)
    .where('rank', '>', 0)
    .orderBy('programme')
    .limit(MOST_TIERS)
    .execute();
  return rows.flatMap(({ programme, rank }) => {
    const known = directory.programmes.get(programme);
    return known === undefined ? [] : [{ programmeNumber: known.number, rank }];
  });
}

/** As many as a certificate carries. */
const MOST_TIERS = 8;

function tierText(tiers: readonly TierRank[]): string {
  return tiers.map(({ programmeNumber, rank }) => `${programmeNumber}:${rank}`).join();
}

/** Device rows are locked before member rows, everywhere. */
async function lockMember(tx: Tx, member: string): Promise<void> {
  await sql`SELECT id FROM member WHERE bucket = ${bucketOf(member)} AND id = ${member} FOR UPDATE`.execute(
    tx,
  );
}
