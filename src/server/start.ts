// `npm start`: builds the apps when the sources have changed, starts everything with the demo catalogue, says where it is.
import path from 'node:path';
import { readMerchants, readProgrammes } from './catalogue-store.ts';
import { firstPairingCode } from './first-code.ts';
import type { ServerOptions } from './options.ts';
import { phoneSteps } from './phone-steps.ts';
import { run } from './run.ts';
import type { Server } from './server.ts';

await run({
  demo: true,
  logFrom: 'warning',
  before: async ({ apiOnly }) => {
    if (apiOnly) return;
    // The bundler is loaded only when it may be needed; an operator's machine need not have it.
    const { build } = await import('./build.ts');
    await build();
  },
  onStarted: greet,
});

async function greet(server: Server, { apiOnly, publicOrigin, dataDir }: ServerOptions): Promise<void> {
  const scheme = server.secureHosts === undefined ? 'http' : 'https';
  const origin = publicOrigin ?? `${scheme}://localhost:${server.port}`;
  if (!apiOnly) {
    console.log(`\nTessera is running. Stop it with Ctrl-C.\n`);
    console.log(`  wallet   ${origin}/`);
    console.log(`  cashier  ${origin}/cashier/`);
    console.log(`  demo     ${origin}/demo/      both side by side, no camera needed`);
    console.log(`  operator ${origin}/operator/  with the key ${dataDir}/keys/operator.jwk\n`);
  }
  const [first] = await readProgrammes(server.db);
  const merchants = await readMerchants(server.db);
  const merchant = merchants.find(({ slug }) => slug === first?.merchants[0]) ?? merchants[0];
  for (const line of phoneSteps(server, path.resolve(dataDir, 'tls'))) console.log(line);
  if (merchant === undefined) return;
  const keysDir = path.resolve(dataDir, 'keys');
  // A log is read by others, and kept.
  const code = process.stdout.isTTY ? await firstPairingCode(server, merchant, keysDir) : undefined;
  if (code !== undefined)
    console.log(`  Pairing code for a till of ${merchant.name}: ${code} (15 minutes, once)`);
  const what = code === undefined ? 'A pairing code for a till' : 'For more';
  console.log(`  ${what}: npm run admin -- terminal pair ${merchant.slug}`);
}
