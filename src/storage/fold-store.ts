import Dexie, { type Table } from 'dexie';
import type { MemberState, Quantities, VoucherInstance } from '#loyalty/engine/outcome.ts';
import type { StoredBase } from '#loyalty/ledger/followed-ledger.ts';
import { type Gate, createGate } from './gate.ts';

/** Where the fold of one programme stood, to go on from. */
export interface FoldRow {
  readonly programmeId: string;
  /** Hex. */
  readonly memberId: string;
  readonly stored: StoredBase;
}

/** What was last shown of one programme, to be on screen before anything is folded. */
export interface GlanceRow {
  readonly programmeId: string;
  /** Hex. */
  readonly memberId: string;
  /** When it was true, by this device's clock. */
  readonly asOfMs: number;
  readonly state: MemberState;
  /** The balances without what waits for the server. */
  readonly confirmed: Quantities;
  /** Those that could be used then. */
  readonly liveVouchers: readonly VoucherInstance[];
}

export const GLANCES_READ = 500;

/**
 * What can be computed anew at any time. No call ever fails: what cannot be read is not there, what cannot be written is
 * given up for the sake of what cannot be computed. Never called inside a transaction of the store.
 */
export interface FoldStore {
  readonly base: (programmeId: string) => Promise<FoldRow | undefined>;
  readonly putBase: (row: FoldRow) => Promise<void>;
  readonly dropBase: (programmeId: string) => Promise<void>;
  readonly glances: () => Promise<readonly GlanceRow[]>;
  readonly putGlance: (row: GlanceRow) => Promise<void>;
}

export interface FoldTables {
  readonly folds: Table<FoldRow, string>;
  readonly glances: Table<GlanceRow, string>;
}

export function createFoldStore({ folds, glances }: FoldTables, gate: Gate = createGate()): FoldStore {
  const orElse = <T>(
    work: () => PromiseLike<T>,
    otherwise: T,
    onFault?: () => PromiseLike<unknown>,
  ): Promise<T> => gate.enter(() => tried(work, otherwise, onFault));
  return {
    base: (programmeId) => orElse(() => folds.get(programmeId), undefined),
    putBase: (row) =>
      orElse(
        () => folds.put(row).then(nothing),
        undefined,
        () => folds.clear(),
      ),
    dropBase: (programmeId) => orElse(() => folds.delete(programmeId), undefined),
    glances: () => orElse(() => glances.limit(GLANCES_READ).toArray(), []),
    putGlance: (row) => orElse(() => glances.put(row).then(nothing), undefined),
  };
}

function nothing(): void {}

/** `onFault`: makes room when the disk is full. Never a part of a transaction that Dexie takes for the caller's. */
async function tried<T>(
  work: () => PromiseLike<T>,
  otherwise: T,
  onFault: () => PromiseLike<unknown> = async () => undefined,
): Promise<T> {
  try {
    return await Dexie.ignoreTransaction(work);
  } catch {
    await onFault().then(nothing, nothing);
    return otherwise;
  }
}
