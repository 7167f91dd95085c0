import type { Table } from 'dexie';
import type { ReplayStore } from '#protocol/verdict.ts';

export interface SeenDeviceRow {
  /** Hex thumbprint of the device's key. */
  readonly thumbprint: string;
  readonly maxCounter: number;
  /** Hex. */
  readonly lastMessageId: string;
  readonly seenAtMs: number;
}

export interface VoucherUseRow {
  /** Hex. */
  readonly voucherId: string;
  readonly useNumber: number;
  /** Hex. */
  readonly presentationId: string;
  readonly usedAtMs: number;
}

/** What the till remembers against replay, without the high-water mark (that one is of the whole device). */
export type ReplayMemory = Pick<ReplayStore, 'devices' | 'vouchers'>;

/** Codes are fresh for 45 s, so a week is ample for counters (protocol design 3.5). Used vouchers stay. */
export const DEVICE_MEMORY_MS = 7 * 24 * 3_600_000;

/** Each call joins the transaction around it. Receipts are not repeated here: they are found by what they answer. */
export interface TillReplayStore {
  readonly load: () => Promise<ReplayMemory>;
  /** Writes what `after` has and `before` has not, and forgets the uses that `before` has and `after` has not. */
  readonly save: (before: ReplayMemory, after: ReplayMemory, nowMs: number) => Promise<void>;
  readonly pruneDevices: (nowMs: number) => Promise<void>;
}

export interface TillReplayTables {
  readonly seenDevices: Table<SeenDeviceRow, string>;
  readonly voucherUses: Table<VoucherUseRow, [string, number]>;
}

export function createTillReplayStore(db: TillReplayTables): TillReplayStore {
  return {
    load: async () => {
      const [devices, uses] = await Promise.all([db.seenDevices.toArray(), db.voucherUses.toArray()]);
      return { devices: devicesFrom(devices), vouchers: vouchersFrom(uses) };
    },
    save: async (before, after, nowMs) => {
      await db.seenDevices.bulkPut(newDevices(before, after, nowMs));
      await db.voucherUses.bulkDelete(goneUses(before, after));
      await db.voucherUses.bulkPut(newUses(before, after, nowMs));
    },
    pruneDevices: async (nowMs) => {
      await db.seenDevices
        .where('seenAtMs')
        .below(nowMs - DEVICE_MEMORY_MS)
        .delete();
    },
  };
}

function devicesFrom(rows: readonly SeenDeviceRow[]): ReplayMemory['devices'] {
  return Object.fromEntries(
    rows.map(({ thumbprint, maxCounter, lastMessageId }) => [thumbprint, { maxCounter, lastMessageId }]),
  );
}

function vouchersFrom(rows: readonly VoucherUseRow[]): ReplayMemory['vouchers'] {
  const vouchers: Record<string, { useNumber: number; presentationId: string }[]> = {};
  for (const { voucherId, useNumber, presentationId } of rows)
    (vouchers[voucherId] ??= []).push({ useNumber, presentationId });
  return vouchers;
}

function newDevices(before: ReplayMemory, after: ReplayMemory, seenAtMs: number): readonly SeenDeviceRow[] {
  return Object.entries(after.devices)
    .filter(([thumbprint, device]) => before.devices[thumbprint] !== device)
    .map(([thumbprint, { maxCounter, lastMessageId }]) => ({
      thumbprint,
      maxCounter,
      lastMessageId,
      seenAtMs,
    }));
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
