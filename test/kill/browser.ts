// A browser killed with -9, all of its processes, while till and wallet sell or sync.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServerProcess } from '../support/server-process.ts';
import { browserRounds } from './browser-rounds.ts';
import type { KillOptions, Round } from './round.ts';

export async function* killBrowser(options: KillOptions): AsyncGenerator<Round, void> {
  const server = await createServerProcess();
  const folder = mkdtempSync(path.join(tmpdir(), 'tessera-profile-'));
  try {
    await server.start();
    yield* browserRounds({
      ...options,
      server,
      url: `http://localhost:${server.port}`,
      profile: folder,
      die: (browser) => browser.kill(),
    });
  } finally {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
