// Brings the schema up to date. Mostly one statement per migration, additive and re-runnable, so that every engine of the
// PostgreSQL family can follow; the lock is a row, because not every one of them has advisory locks.
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';
import { statement as serverState } from './migrations/0001-server-state.ts';
import { statement as merchant } from './migrations/0002-merchant.ts';
import { statement as programme } from './migrations/0003-programme.ts';
import { statement as terminal } from './migrations/0004-terminal.ts';
import { statement as pairingCode } from './migrations/0005-pairing-code.ts';
import { statement as member } from './migrations/0006-member.ts';
import { statement as device } from './migrations/0007-device.ts';
import { statement as memberDevice } from './migrations/0008-member-device.ts';
import { statement as event } from './migrations/0009-event.ts';
import { statement as eventPlace } from './migrations/0010-event-place.ts';
import { statement as claim } from './migrations/0011-claim.ts';
import { statement as memberEvent } from './migrations/0012-member-event.ts';
import { statement as ledger } from './migrations/0013-ledger.ts';
import { statement as balance } from './migrations/0014-balance.ts';
import { statement as voucher } from './migrations/0015-voucher.ts';
import { statement as credential } from './migrations/0016-credential.ts';
import { statement as change } from './migrations/0017-change.ts';
import { statement as deviceCertificate } from './migrations/0018-device-certificate.ts';
import { statement as memberEventTime } from './migrations/0019-member-event-time.ts';
import { statement as memberEventOrder } from './migrations/0020-member-event-order.ts';
import { statement as memberFold } from './migrations/0021-member-fold.ts';
import { statement as rewardStock } from './migrations/0022-reward-stock.ts';
import { statement as programmeSales } from './migrations/0023-programme-sales.ts';
import { statement as sale } from './migrations/0024-sale.ts';
import { statement as undo } from './migrations/0025-undo.ts';
import { statement as delivery } from './migrations/0026-delivery.ts';
import { statement as audit } from './migrations/0027-audit.ts';
import { statement as operator } from './migrations/0028-operator.ts';
import { statement as formerRootKeys } from './migrations/0029-former-root-keys.ts';
import { statement as terminalRevoked } from './migrations/0030-terminal-revoked.ts';
import { statement as allowance } from './migrations/0031-allowance.ts';
import { statement as hold } from './migrations/0032-hold.ts';
import { statement as payment } from './migrations/0033-payment.ts';
import { statement as equivocation } from './migrations/0034-equivocation.ts';
import { statement as statusEntry } from './migrations/0035-status-entry.ts';
import { statement as terminalDay } from './migrations/0036-terminal-day.ts';
import { statement as terminalReceipt } from './migrations/0037-terminal-receipt.ts';
import { statement as memberTier } from './migrations/0038-member-tier.ts';
import { statement as deviceFrozen } from './migrations/0039-device-frozen.ts';
import { statement as memberFile } from './migrations/0040-member-file.ts';
import { statement as changeTime } from './migrations/0041-change-time.ts';
import { statement as changeTimeOrder } from './migrations/0042-change-time-order.ts';
import { statement as credentialDevice } from './migrations/0043-credential-device.ts';
import { statement as recoveryKey } from './migrations/0044-recovery-key.ts';
import { statement as memberRecovery } from './migrations/0045-member-recovery.ts';
import { statement as deviceSeen } from './migrations/0046-device-seen.ts';
import { statement as deviceName } from './migrations/0047-device-name.ts';
import { statement as deviceLink } from './migrations/0048-device-link.ts';
import { statement as delegation } from './migrations/0049-delegation.ts';
import { statement as voucherWithdrawn } from './migrations/0050-voucher-withdrawn.ts';
import { statement as claimTime } from './migrations/0051-claim-time.ts';
import { statement as claimTimeOrder } from './migrations/0052-claim-time-order.ts';
import { statement as voucherWithdrawnIndex } from './migrations/0053-voucher-withdrawn-index.ts';
import { statement as terminalDaySales } from './migrations/0054-terminal-day-sales.ts';
import { statement as terminalReceiptBeyond } from './migrations/0055-terminal-receipt-beyond.ts';
import { statement as terminalSalesLimits } from './migrations/0056-terminal-sales-limits.ts';
import { statement as memberPasskey } from './migrations/0057-member-passkey.ts';
import { statement as memberSettled } from './migrations/0058-member-settled.ts';
import { statement as memberSettledIndex } from './migrations/0059-member-settled-index.ts';
import { statement as erasedMember } from './migrations/0060-erased-member.ts';
import { statement as statusMark } from './migrations/0061-status-mark.ts';
import { statement as statusMarkRevoked } from './migrations/0062-status-mark-revoked.ts';
import { statement as statusEntryCarried } from './migrations/0063-status-entry-carried.ts';
import { statement as operatorPage } from './migrations/0064-operator-page.ts';
import { statement as voucherTerms } from './migrations/0065-voucher-terms.ts';
import { statement as redemption } from './migrations/0066-redemption.ts';
import { statement as redemptionsOfBefore } from './migrations/0067-redemptions-of-before.ts';
import { statement as campaignStock } from './migrations/0069-campaign-stock.ts';

/** A statement; or code that may be repeated, for what no single statement can say in every engine. */
interface Step {
  readonly execute: (db: Kysely<Database>) => Promise<unknown>;
}

/** In the order in which they run. A published one is never edited: a change is a new file at the end. */
const MIGRATIONS: readonly (readonly [string, Step])[] = [
  ['0001-server-state', serverState],
  ['0002-merchant', merchant],
  ['0003-programme', programme],
  ['0004-terminal', terminal],
  ['0005-pairing-code', pairingCode],
  ['0006-member', member],
  ['0007-device', device],
  ['0008-member-device', memberDevice],
  ['0009-event', event],
  ['0010-event-place', eventPlace],
  ['0011-claim', claim],
  ['0012-member-event', memberEvent],
  ['0013-ledger', ledger],
  ['0014-balance', balance],
  ['0015-voucher', voucher],
  ['0016-credential', credential],
  ['0017-change', change],
  ['0018-device-certificate', deviceCertificate],
  ['0019-member-event-time', memberEventTime],
  ['0020-member-event-order', memberEventOrder],
  ['0021-member-fold', memberFold],
  ['0022-reward-stock', rewardStock],
  ['0023-programme-sales', programmeSales],
  ['0024-sale', sale],
  ['0025-undo', undo],
  ['0026-delivery', delivery],
  ['0027-audit', audit],
  ['0028-operator', operator],
  ['0029-former-root-keys', formerRootKeys],
  ['0030-terminal-revoked', terminalRevoked],
  ['0031-allowance', allowance],
  ['0032-hold', hold],
  ['0033-payment', payment],
  ['0034-equivocation', equivocation],
  ['0035-status-entry', statusEntry],
  ['0036-terminal-day', terminalDay],
  ['0037-terminal-receipt', terminalReceipt],
  ['0038-member-tier', memberTier],
  ['0039-device-frozen', deviceFrozen],
  ['0040-member-file', memberFile],
  ['0041-change-time', changeTime],
  ['0042-change-time-order', changeTimeOrder],
  ['0043-credential-device', credentialDevice],
  ['0044-recovery-key', recoveryKey],
  ['0045-member-recovery', memberRecovery],
  ['0046-device-seen', deviceSeen],
  ['0047-device-name', deviceName],
  ['0048-device-link', deviceLink],
  ['0049-delegation', delegation],
  ['0050-voucher-withdrawn', voucherWithdrawn],
  ['0051-claim-time', claimTime],
  ['0052-claim-time-order', claimTimeOrder],
  ['0053-voucher-withdrawn-index', voucherWithdrawnIndex],
  ['0054-terminal-day-sales', terminalDaySales],
  ['0055-terminal-receipt-beyond', terminalReceiptBeyond],
  ['0056-terminal-sales-limits', terminalSalesLimits],
  ['0057-member-passkey', memberPasskey],
  ['0058-member-settled', memberSettled],
  ['0059-member-settled-index', memberSettledIndex],
  ['0060-erased-member', erasedMember],
  ['0061-status-mark', statusMark],
  ['0062-status-mark-revoked', statusMarkRevoked],
  ['0063-status-entry-carried', statusEntryCarried],
  ['0064-operator-page', operatorPage],
  ['0065-voucher-terms', voucherTerms],
  ['0066-redemption', redemption],
  ['0067-redemptions-of-before', redemptionsOfBefore],
  ['0069-campaign-stock', campaignStock],
];

/** Those that fill one table from others. They may run again: an import of an older export needs them once more. */
export const BACKFILLS: readonly Step[] = [statusEntryCarried, redemptionsOfBefore];

/** unique_violation (of the system's own tables), duplicate_table, duplicate_object (the table's row type). */
const ALREADY_THERE: ReadonlySet<unknown> = new Set(['23505', '42P07', '42710']);

/** Runs what has not run yet; several servers may start at once. Takes two connections. Returns the names that ran. */
export async function migrate(db: Kysely<Database>): Promise<readonly string[]> {
  await createOwnTable(db);
  await sql`INSERT INTO migration (name) VALUES ('lock') ON CONFLICT DO NOTHING`.execute(db);
  return db.transaction().execute(async (lock) => {
    // A second server waits here for as long as the first one needs.
    await sql`SET LOCAL lock_timeout = 0`.execute(lock);
    await sql`SET LOCAL statement_timeout = 0`.execute(lock);
    await sql`SELECT name FROM migration WHERE name = 'lock' FOR UPDATE`.execute(lock);
    const { rows } = await sql<{ name: string }>`SELECT name FROM migration`.execute(lock);
    const done = new Set(rows.map((row) => row.name));
    const missing = MIGRATIONS.filter(([name]) => !done.has(name));
    for (const [name, statement] of missing) {
      // Outside the lock's transaction: an interrupted run keeps what it has done, and repeats nothing harmful.
      await withoutTimeout(db, (connection) => statement.execute(connection));
      await sql`INSERT INTO migration (name) VALUES (${name})`.execute(db);
    }
    return missing.map(([name]) => name);
  });
}

/** An index on a large table takes longer than any request may. */
function withoutTimeout(
  db: Kysely<Database>,
  work: (connection: Kysely<Database>) => Promise<unknown>,
): Promise<void> {
  return db.connection().execute(async (connection) => {
    await sql`SET statement_timeout = 0`.execute(connection);
    try {
      await work(connection);
    } finally {
      await sql`RESET statement_timeout`.execute(connection);
    }
  });
}

/** Two servers may make it in the same instant, and IF NOT EXISTS then fails for one of them: the table is there all the same. */
async function createOwnTable(db: Kysely<Database>): Promise<void> {
  try {
    await sql`CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY)`.execute(db);
  } catch (error) {
    if (!ALREADY_THERE.has((error as { readonly code?: unknown }).code)) throw error;
  }
}
