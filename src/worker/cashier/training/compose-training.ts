import type { Specimen, TrainingApi } from '#bridge/cashier-training.ts';
import { assert } from '#base/assert.ts';
import type { CashierDatabase } from '#storage/cashier-database.ts';
import { createCashierStores } from '#storage/cashier-stores.ts';
import { type CashierParts, composeCashier } from '#worker/cashier/compose.ts';
import type { Exclusive } from '#worker/shared/surroundings.ts';
import { practiceKeys } from './practice-keys.ts';
import { type PracticeShop, createPracticeServer } from './practice-server.ts';
import { createSpecimens } from './specimens.ts';

export interface TrainingParts extends Pick<CashierParts, 'around' | 'changed'> {
  readonly database: CashierDatabase;
  readonly shop: PracticeShop;
  readonly tillName: string;
}

/**
 * A till to practise on: the real worker, over a database of its own that starts empty each time, with the published
 * practice keys in the server's place. Neither side can take the other's codes: no key of one is known to the other.
 */
export async function composeTraining(parts: TrainingParts): Promise<TrainingApi> {
  const { around, changed, database, shop, tillName } = parts;
  await database.delete();
  await database.open();
  const keys = await practiceKeys();
  const { api } = composeCashier({
    around: {
      ...around,
      exclusive: apart(around.exclusive),
      fetch: createPracticeServer(keys, around.clock, shop),
    },
    stores: createCashierStores(database),
    changed,
  });
  const paired = await api.pair(PAIRING_CODE, tillName);
  assert(paired.ok, 'a practice till pairs with its own server');
  const unitMinor = 10 * 10 ** shop.currency.exponent;
  const specimen = createSpecimens({ keys, clock: around.clock, random: around.random, unitMinor });
  return { ...api, specimen: (kind: Specimen) => specimen(kind) };
}

/** Any will do: the practice server looks at none. */
const PAIRING_CODE = '00000000';

/** A practice sale never waits for a real one, nor the other way round. */
function apart({ run, tryRun }: Exclusive): Exclusive {
  return {
    run: (name, task) => run(`training-${name}`, task),
    tryRun: (name, task) => tryRun(`training-${name}`, task),
  };
}
