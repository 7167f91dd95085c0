import type { CashierAddingApi } from '#bridge/cashier-adding.ts';
import { outcome } from '#worker/cashier/outcome.ts';
import { type AddDeps, addTill, addedTills, finishAdding } from './add-till.ts';
import { type JoinDeps, askToBeAdded, finishJoining, readAdmission } from './join.ts';

export interface AddingApiDeps extends AddDeps, JoinDeps {
  /** This device has become a till. */
  readonly onJoined: () => void;
  /** The server should hear of a till that was refused. */
  readonly onRefused: () => void;
}

export function addingApi(deps: AddingApiDeps): CashierAddingApi {
  return {
    askToBeAdded: async (tillName) => outcome(await askToBeAdded(deps, tillName)),
    readAdmission: async (text) => outcome(await readAdmission(deps, text)),
    finishJoining: async (same) => {
      const finished = await finishJoining(deps, same);
      if (finished.ok && same) deps.onJoined();
      return outcome(finished);
    },
    addTill: async (text) => outcome(await addTill(deps, text)),
    finishAdding: async (serial, same) => {
      const finished = await finishAdding(deps, serial, same);
      if (finished.ok && !same) deps.onRefused();
      return outcome(finished);
    },
    addedTills: () => addedTills(deps),
  };
}
