// The till's side of the bridge. Here, and only here, real clock, randomness, network and database are made.
import { expose } from 'comlink';
import { CASHIER_DATABASE, createCashierDatabase } from '#storage/cashier-database.ts';
import { renewBrowserLog } from '#storage/browser-log.ts';
import { createCashierStores } from '#storage/cashier-stores.ts';
import { createBroadcast } from '#worker/shared/broadcast.ts';
import { databaseNews } from '#worker/shared/database-news.ts';
import { createRealSurroundings } from '#worker/shared/real-surroundings.ts';
import { browserStorageView } from '#worker/shared/storage-view.ts';
import { composeCashier } from './compose.ts';

const real = createRealSurroundings();
const broadcast = createBroadcast('cashier');
const { api, connection, driver } = composeCashier({
  around: {
    ...real,
    clock: { ...real.clock, dayStartMs: (nowMs) => new Date(nowMs).setHours(0, 0, 0, 0) },
    storageView: browserStorageView,
  },
  stores: createCashierStores(createCashierDatabase(CASHIER_DATABASE, databaseNews())),
  changed: broadcast.changed,
});

broadcast.onChange(({ topics }) => {
  if (topics.includes('connection')) void connection.adopt();
});
addEventListener('offline', driver.networkDown);
expose(api);
void connection.restore().then(() => driver.now());
// Only Chromium has this, and it is Chromium's log.
if ('userAgentData' in navigator) void renewBrowserLog(indexedDB);
