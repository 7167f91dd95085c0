// One of several server processes: arguments are the database, the key folder, the origin that clients sign, the clock's
// file. Ends with its standard input.
import { createApp } from '#server/app.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { openKeyStore } from '#server/keys.ts';
import { listen } from '#server/listen.ts';
import { readServerState } from '#server/server-state.ts';
import { systemRandom } from '#server/system.ts';
import { fileClock } from './server-nodes.ts';

const [url, keyDir, publicOrigin, clockFile] = process.argv.slice(2) as [string, string, string, string];
const db = openDatabase(url);
const keys = await openKeyStore(keyDir);
if (!keys.ok) throw new Error(keys.error.message);
const log = (entry: object) => void process.stdout.write(`${JSON.stringify(entry)}\n`);
const app = createApp({
  db,
  keys: keys.value,
  clock: fileClock(clockFile),
  random: systemRandom,
  state: await readServerState(db, systemRandom),
  log,
  publicOrigin,
  txScope: process.env['TX_SCOPE'] === 'bucket' ? 'bucket' : 'all',
});
const listening = await listen(app.fetch, 0);
if (!listening.ok) throw new Error(listening.error.message);
log({ event: 'listening', port: listening.value.port });
process.stdin.resume().once('close', () => {
  void listening.value
    .close()
    .then(() => db.destroy())
    .then(() => process.exit(0));
});
