import type { Table } from 'dexie';
import type { MetaTable, MetaValues } from './meta-store.ts';

/** What a wallet holds of its member and the server tells it again. */
const TOLD_BY_SERVER = [
  'decisions',
  'memberships',
  'notices',
  'payments',
  'receipts',
  'serverBalances',
  'statements',
  'unread',
  'visits',
  'voucherPlaces',
  'vouchers',
] as const;
/** All that it holds of its member, whoever said it. Its key, its settings and what it knows of shops are the device's own. */
const MEMBER_TABLES = [
  ...TOLD_BY_SERVER,
  'divergences',
  'heard',
  'outbox',
  'presentations',
  'readMarks',
] as const;

/** Values that speak of the member, or of this device as one of theirs. */
const MEMBER_VALUES = [
  'enrolment',
  'recovery',
  'recoveryPasskey',
  'backup',
  'devices',
  'linking',
  'pendingLinks',
  'removed',
  'spending',
] as const satisfies readonly (keyof MetaValues)[];

export function isToldByServer(table: string): boolean {
  return (TOLD_BY_SERVER as readonly string[]).includes(table);
}

export interface MemberMemory {
  /** All of it goes, what was not sent yet too: nobody is there any more for whom it could count. */
  readonly forget: () => Promise<void>;
}

type MemberTables = Readonly<Record<(typeof MEMBER_TABLES)[number], Pick<Table, 'clear'>>> & MetaTable;

export function createMemberMemory(tables: MemberTables): MemberMemory {
  return {
    forget: async () => {
      await Promise.all(MEMBER_TABLES.map((name) => tables[name].clear()));
      await tables.meta.bulkDelete([...MEMBER_VALUES]);
    },
  };
}
