// The worker of practice mode. It makes no request: the practice server is inside.
import { expose } from 'comlink';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { createBroadcast } from '#worker/shared/broadcast.ts';
import { createRealSurroundings } from '#worker/shared/real-surroundings.ts';
import { browserStorageView } from '#worker/shared/storage-view.ts';
import { whenReady } from '#worker/shared/when-ready.ts';
import { composeTraining } from './compose-training.ts';

const TRAINING_DATABASE = 'tessera-training';

const real = createRealSurroundings();
const training = composeTraining({
  around: {
    ...real,
    clock: { ...real.clock, dayStartMs: (nowMs) => new Date(nowMs).setHours(0, 0, 0, 0) },
    storageView: browserStorageView,
  },
  database: createCashierDatabase(TRAINING_DATABASE),
  changed: createBroadcast('training').changed,
  shop: {
    name: 'SPECIMEN',
    currency: { code: 'EUR', exponent: 2 },
    categories: ['shoes', 'bags', 'accessories'],
  },
  tillName: 'SPECIMEN',
});
expose(whenReady(training));
