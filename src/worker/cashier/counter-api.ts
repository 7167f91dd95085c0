import type { CashierApi } from '#bridge/cashier-api.ts';
import type { CashierShiftApi } from '#bridge/cashier-shift.ts';
import type { CashierTransferApi } from '#bridge/cashier-transfer.ts';
import type { CashierUndoApi } from '#bridge/cashier-undo.ts';
import type { Topic } from '#bridge/changes.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { SaleDeps } from './deps.ts';
import { exportProof } from './export-proof.ts';
import { exportUnsent } from './export-unsent.ts';
import { findRecords, receiptOf, recordDetails } from './find-records.ts';
import { importUnsent } from './import-unsent.ts';
import { outcome } from './outcome.ts';
import { closeShift, currentShift, openShift, pastShifts, shiftReport } from './shift.ts';
import { undoRecord } from './undo-record.ts';

export type CounterApi = CashierUndoApi & CashierShiftApi & CashierTransferApi & Pick<CashierApi, 'receipt'>;

export interface CounterDeps extends SaleDeps {
  readonly catalogue: Catalogue;
  readonly changed: (...topics: readonly Topic[]) => void;
  /** Records of another till wait to be carried. */
  readonly onImported: () => void;
}

/** What is done between sales: records, what is taken back, shifts, records of other tills. */
export function counterApi(deps: CounterDeps): CounterApi {
  const { stores, random, changed } = deps;
  return {
    findRecords: (query) => findRecords(deps, query),
    record: async (recordId) => outcome(await recordDetails(deps, recordId)),
    receipt: async (recordId) => outcome(await receiptOf(deps, recordId)),
    exportProof: async (recordId) => outcome(await exportProof(deps, recordId)),
    undo: async (recordId, wish) => outcome(await undoRecord(deps, recordId, wish)),
    shift: async () => outcome(await currentShift(deps)),
    openShift: async (cashier) => {
      const opened = await openShift(deps, cashier);
      if (opened.ok) changed('sales');
      return outcome(opened);
    },
    closeShift: async () => {
      const closed = await closeShift(deps);
      if (closed.ok) changed('sales');
      return outcome(closed);
    },
    pastShifts: (limit, before) => pastShifts(deps, limit, before),
    shiftReport: async (number) => outcome(await shiftReport(deps, number)),
    exportUnsent: async () => outcome(await exportUnsent(stores, random)),
    importUnsent: async (file, code) => {
      const taken = await importUnsent(deps, file, code);
      if (taken.ok) {
        changed('sales', 'connection');
        deps.onImported();
      }
      return outcome(taken);
    },
    relayed: () => stores.store.read(({ relayed }) => relayed.counts()),
  };
}
