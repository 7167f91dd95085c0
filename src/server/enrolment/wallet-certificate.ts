// A wallet's certificate says what the member may do without asking: its tiers, and what was reserved for it to spend.
import { type Selectable, sql } from 'kysely';
import { uuidV7 } from '#base/uuid.ts';
import type { TierRank } from '#protocol/messages.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Database } from '#server/db/schema.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { Directory } from '#server/push/directory.ts';
import { isAllowanceDue, readSpendable, reserveAllowance } from '#server/spending/allowance.ts';
import { deviceSubject, statusPlaceOf } from '#server/spending/status-places.ts';
import type { WalletStanding } from '#server/spending/wallet-standing.ts';
import { type IssuedCertificate, isDue, issueWalletCertificate, walletLifeS } from './certificates.ts';
import type { EnrolDeps } from './enrol-deps.ts';

/** The device's row, which the caller has locked. */
export interface WalletDevice {
  readonly id: string;
  readonly public_key: Buffer;
  readonly owner: string;
  readonly assurance: number;
  readonly frozen_at: number | null;
}

type WalletDeps = Pick<EnrolDeps, 'keys' | 'random'> & {
  readonly directory: Directory;
  readonly nowMs: number;
};

/** Reserves, signs and remembers. */
export async function certifyWallet(
  tx: Tx,
  deps: WalletDeps,
  device: WalletDevice,
): Promise<IssuedCertificate> {
  return certify(tx, deps, { device, standing: await lockStanding(tx, deps, device) });
}

/** The same when it is due; another call of the same device may have been quicker. */
export async function renewWallet(
  tx: Tx,
  deps: WalletDeps,
  device: WalletDevice & Pick<Selectable<Database['device']>, 'certificate_until'>,
): Promise<IssuedCertificate | undefined> {
  const standing = await lockStanding(tx, deps, device);
  const { id, owner, assurance, certificate_until: certificateUntilMs, frozen_at } = device;
  const known = { id, owner, assurance, certificateUntilMs, isFrozen: frozen_at !== null };
  return isDueBy(standing, deps, known) ? certify(tx, deps, { device, standing }) : undefined;
}

async function lockStanding(
  tx: Tx,
  { directory, nowMs }: WalletDeps,
  { id, owner }: WalletDevice,
): Promise<WalletStanding> {
  await lockMember(tx, owner);
  return readSpendable(tx, { device: id, member: owner }, { directory, nowMs });
}

/** A key that a script could carry off, and a device that lied, spend nothing offline. */
async function certify(
  tx: Tx,
  deps: WalletDeps,
  { device, standing }: { readonly device: WalletDevice; readonly standing: WalletStanding },
): Promise<IssuedCertificate> {
  const { directory, nowMs, random } = deps;
  const holder = { device: device.id, member: device.owner };
  const tiers = tiersIn(standing, directory);
  const untilMs = (Math.floor(nowMs / 1000) + walletLifeS(true)) * 1000;
  const newEvent = () => uuidV7(nowMs, random.bytes(10));
  const spending = maySpend({ assurance: device.assurance, isFrozen: device.frozen_at !== null })
    ? await reserveAllowance(tx, holder, {
        directory,
        nowMs,
        newEvent,
        standing,
        untilMs,
        tiers: tierText(tiers),
      })
    : undefined;
  // The longer of its lives.
  const endsAtMs = nowMs + walletLifeS(false) * 1000;
  const subject = deviceSubject({ ...holder, endsAtMs, frozenAtMs: device.frozen_at });
  const statusIndex = await statusPlaceOf(tx, random, subject);
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
  db: Db,
  { directory, nowMs }: Pick<WalletDeps, 'directory' | 'nowMs'>,
  device: Holding,
): Promise<boolean> {
  const holder = { device: device.id, member: device.owner };
  const standing = await readSpendable(db, holder, { directory, nowMs });
  return isDueBy(standing, { directory, nowMs }, device);
}

type Holding = Pick<KnownDevice, 'id' | 'owner' | 'assurance' | 'certificateUntilMs' | 'isFrozen'>;

function isDueBy(
  standing: WalletStanding,
  { directory, nowMs }: Pick<WalletDeps, 'directory' | 'nowMs'>,
  device: Holding,
): boolean {
  const { id, owner, certificateUntilMs: untilMs } = device;
  const spends = standing.told?.untilMs === untilMs;
  if (isDue('wallet', { untilMs, spends }, nowMs)) return true;
  if (!maySpend(device)) return false;
  if (tierText(tiersIn(standing, directory)) !== (standing.told?.tiers ?? '')) return true;
  return isAllowanceDue(standing, { device: id, member: owner }, { directory, nowMs });
}

function maySpend({ assurance, isFrozen }: Pick<KnownDevice, 'assurance' | 'isFrozen'>): boolean {
  return assurance > 0 && !isFrozen;
}

function tiersIn({ tiers }: WalletStanding, directory: Directory): readonly TierRank[] {
  return [...tiers].flatMap(([programme, rank]) => {
    const known = directory.programmes.get(programme);
    return known === undefined ? [] : [{ programmeNumber: known.number, rank }];
  });
}

function tierText(tiers: readonly TierRank[]): string {
  return tiers.map(({ programmeNumber, rank }) => `${programmeNumber}:${rank}`).join();
}

/** Device rows are locked before member rows, everywhere. */
async function lockMember(tx: Tx, member: string): Promise<void> {
  await sql`SELECT id FROM member WHERE bucket = ${bucketOf(member)} AND id = ${member} FOR UPDATE`.execute(
    tx,
  );
}
