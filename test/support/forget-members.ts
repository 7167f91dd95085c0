// As if a database had been restored from a backup of before anybody was a customer.
import type { Db } from '#server/db/transaction.ts';

const OF_MEMBERS = [
  'balance',
  'change',
  'claim',
  'credential',
  'event',
  'ledger',
  'member',
  'member_device',
  'member_event',
  'member_file',
  'member_fold',
  'sale',
  'voucher',
] as const;

/** Everything about members and what was decided on them, but for their devices. */
export async function forgetMembers(db: Db): Promise<void> {
  for (const table of OF_MEMBERS) await db.deleteFrom(table).execute();
}
