// The power of a phone or a till fails while it sells or syncs: what a screen acknowledged has reached the disk.
import path from 'node:path';
import { createServerProcess } from '../support/server-process.ts';
import { browserRounds } from './browser-rounds.ts';
import { openDisk } from './disk.ts';
import { openRelaxingProxy } from './relaxing-proxy.ts';
import type { KillOptions, Round } from './round.ts';

export async function* cutPowerOfBrowser(options: KillOptions): AsyncGenerator<Round, void> {
  const disk = await openDisk();
  if (disk === undefined) return;
  const server = await createServerProcess();
  const proxy = options.relaxed ? await openRelaxingProxy(server.port) : undefined;
  try {
    await server.start();
    yield* browserRounds({
      ...options,
      server,
      url: proxy?.url ?? `http://localhost:${server.port}`,
      profile: path.join(disk.dir, 'profile'),
      die: async (browser) => {
        await browser.kill(disk.photograph);
        await disk.restore();
      },
    });
  } finally {
    await proxy?.end();
    await server.end();
    await disk.end();
  }
}
