// `npm start`: builds the apps when the sources have changed, starts everything with the demo catalogue, says where it is.
import { readMerchants, readProgrammes } from './catalogue-store.ts';
import { createPairingCode } from './enrolment/pairing-code.ts';
import type { ServerOptions } from './options.ts';
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

async function greet(server: Server, { apiOnly, publicOrigin }: ServerOptions): Promise<void> {
  const origin = publicOrigin ?? `http://localhost:${server.port}`;
  if (!apiOnly) {
    console.log(`\nTessera is running. Stop it with Ctrl-C.\n`);
    console.log(`  wallet   ${origin}/`);
    console.log(`  cashier  ${origin}/cashier/`);
    console.log(`  demo     ${origin}/demo/      both side by side, no camera needed\n`);
  }
  const [first] = await readProgrammes(server.db);
  const merchants = await readMerchants(server.db);
  const merchant = merchants.find(({ slug }) => slug === first?.merchants[0]) ?? merchants[0];
  if (merchant === undefined) return;
  const code = await createPairingCode(server, { merchantId: merchant.id });
  console.log(`  Pairing code for a till of ${merchant.name}: ${code} (15 minutes, once)`);
  console.log(`  For more: npm run admin -- terminal pair ${merchant.slug}`);
}
