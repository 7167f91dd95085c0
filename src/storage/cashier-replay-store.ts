import type { Table } from 'dexie';
import type { OpenNonce, ReplayStore, SeenDevice } from '#protocol/verdict.ts';

export type SeenDeviceRow = Omit<SeenDevice, 'receipt'> & {
  /** Hex thumbprint of the device's key. */
  readonly thumbprint: string;
  readonly seenAtMs: number;
};

export interface VoucherUseRow {
  /** Hex. */
  readonly voucherId: string;
  readonly useNumber: number;
  /** Hex. */
  readonly presentationId: string;
  readonly usedAtMs: number;
}

export type OpenNonceRow = OpenNonce & {
  /** Hex. */
  readonly nonce: string;
  /** The process whose monotonic clock `shownAtMonotonicMs` is of: another one's clock says nothing about it. */
  readonly session: string;
  readonly shownAtMs: number;
};

/** What the till remembers against replay, without the high-water mark (that one is of the whole device). */
export type ReplayMemory = Pick<ReplayStore, 'devices' | 'vouchers' | 'nonces'>;

/** Codes live 45 s, so a week is ample for counters; used vouchers stay: src/protocol/README.md, "Freshness and replay". */
export const DEVICE_MEMORY_MS = 7 * 24 * 3_600_000;
/** What a device has spent outlives every certificate it may be shown with: 14 days and three of settlement. */
export const SPENT_MEMORY_MS = 17 * 24 * 3_600_000;
/** A nonce can be answered for 120 s; what is older only takes room. */
export const NONCE_MEMORY_MS = 3_600_000;

/** Each call joins the transaction around it. Receipts are not repeated here: they are found by what they answer. */
export interface TillReplayStore {
  /** Nonces of `session` only: what another process has shown, nobody can answer here. */
  readonly load: (session: string) => Promise<ReplayMemory>;
  /** Writes what `after` has and `before` has not, and forgets the uses that `before` has and `after` has not. */
  readonly save: (before: ReplayMemory, after: ReplayMemory, written: Written) => Promise<void>;
  readonly prune: (nowMs: number) => Promise<void>;
}

export interface Written {
  readonly session: string;
  readonly nowMs: number;
}

export interface TillReplayTables {
  readonly seenDevices: Table<SeenDeviceRow, string>;
  readonly voucherUses: Table<VoucherUseRow, [string, number]>;
  readonly openNonces: Table<OpenNonceRow, string>;
}

export function createTillReplayStore(db: TillReplayTables): TillReplayStore {
  return {
    load: async (session) => {
      const [devices, uses, nonces] = await Promise.all([
        db.seenDevices.toArray(),
        db.voucherUses.toArray(),
        db.openNonces.filter((row) => row.session === session).toArray(),
      ]);
      return {
        devices: devicesFrom(devices),
        vouchers: vouchersFrom(uses),
        ...(nonces.length === 0 ? {} : { nonces: noncesFrom(nonces) }),
      };
    },
    save: async (before, after, written) => {
      const old = db.openNonces.where('shownAtMs').below(written.nowMs - NONCE_MEMORY_MS);
      const [devices, uses] = [
        newDevices(before, after, written.nowMs),
        newUses(before, after, written.nowMs),
      ];
      const [gone, nonces] = [goneUses(before, after), newNonces(before, after, written)];
      // At once, and nothing that is empty: a customer waits for this. What is gone is not among what is new.
      await Promise.all([
        devices.length > 0 && db.seenDevices.bulkPut([...devices]),
        gone.length > 0 && db.voucherUses.bulkDelete(gone),
        uses.length > 0 && db.voucherUses.bulkPut([...uses]),
        nonces.length > 0 && db.openNonces.bulkPut([...nonces]),
        old.delete(),
      ]);
    },
    prune: async (nowMs) => {
      await db.seenDevices
        .where('seenAtMs')
        .below(nowMs - DEVICE_MEMORY_MS)
        .filter(({ spent, seenAtMs }) => spent === undefined || seenAtMs < nowMs - SPENT_MEMORY_MS)
        .delete();
    },
  };
}

function devicesFrom(rows: readonly SeenDeviceRow[]): ReplayMemory['devices'] {
  return Object.fromEntries(
    rows.map(({ thumbprint, seenAtMs: _seenAtMs, ...device }) => [thumbprint, device]),
  );
}

function vouchersFrom(rows: readonly VoucherUseRow[]): ReplayMemory['vouchers'] {
  const vouchers: Record<string, { useNumber: number; presentationId: string }[]> = {};
  for (const { voucherId, useNumber, presentationId } of rows)
    (vouchers[voucherId] ??= []).push({ useNumber, presentationId });
  return vouchers;
}

function noncesFrom(rows: readonly OpenNonceRow[]): NonNullable<ReplayMemory['nonces']> {
  return Object.fromEntries(
    rows.map(({ nonce, session: _session, shownAtMs: _shownAtMs, ...shown }) => [nonce, shown]),
  );
}

function newDevices(before: ReplayMemory, after: ReplayMemory, seenAtMs: number): readonly SeenDeviceRow[] {
  return Object.entries(after.devices)
    .filter(([thumbprint, device]) => before.devices[thumbprint] !== device)
    .map(([thumbprint, { receipt: _receipt, ...device }]) => ({ ...device, thumbprint, seenAtMs }));
}

function newUses(before: ReplayMemory, after: ReplayMemory, usedAtMs: number): readonly VoucherUseRow[] {
  return Object.entries(after.vouchers).flatMap(([voucherId, uses]) => {
    const known = new Set(before.vouchers[voucherId]?.map(({ useNumber }) => useNumber));
    return uses
      .filter(({ useNumber }) => !known.has(useNumber))
      .map(({ useNumber, presentationId }) => ({ voucherId, useNumber, presentationId, usedAtMs }));
  });
}

function goneUses(before: ReplayMemory, after: ReplayMemory): [string, number][] {
  return Object.entries(before.vouchers).flatMap(([voucherId, uses]) => {
    const now = after.vouchers[voucherId];
    if (now === uses) return [];
    const kept = new Set(now?.map(({ useNumber }) => useNumber));
    return uses
      .filter(({ useNumber }) => !kept.has(useNumber))
      .map(({ useNumber }): [string, number] => [voucherId, useNumber]);
  });
}

/** `after` drops those that have run out; their rows go by age. */
function newNonces(
  before: ReplayMemory,
  after: ReplayMemory,
  { session, nowMs }: Written,
): readonly OpenNonceRow[] {
  return Object.entries(after.nonces ?? {})
    .filter(([nonce, shown]) => before.nonces?.[nonce] !== shown)
    .map(([nonce, shown]) => ({ ...shown, nonce, session, shownAtMs: nowMs }));
}
