// The wallet's worker: the one place that makes a clock, a database and a connection for it.
import { expose } from 'comlink';
import { renewBrowserLog } from '#storage/browser-log.ts';
import { WALLET_DATABASE, createWalletDatabase } from '#storage/wallet-database.ts';
import { createBroadcast } from '#worker/shared/broadcast.ts';
import { databaseNews } from '#worker/shared/database-news.ts';
import { createRealSurroundings } from '#worker/shared/real-surroundings.ts';
import { browserStorageView } from '#worker/shared/storage-view.ts';
import { assembleWallet } from './assemble.ts';

const broadcast = createBroadcast('wallet');
const { api, connection, sync } = assembleWallet({
  around: createRealSurroundings(),
  db: createWalletDatabase(WALLET_DATABASE, databaseNews()),
  broadcast,
  storageView: browserStorageView,
});

expose(api);
broadcast.onChange(({ topics }) => {
  if (topics.includes('connection')) void connection.adopt();
});
self.addEventListener('offline', () => sync.networkDown());
void connection.restore().then(() => sync.now());
// Only Chromium has this, and it is Chromium's log.
if ('userAgentData' in navigator) void renewBrowserLog(indexedDB);
