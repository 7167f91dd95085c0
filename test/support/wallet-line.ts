// A wallet and the line to the server, which a test can cut, or cut in one direction only.
import type { Fetch } from '#worker/shared/surroundings.ts';
import { ORIGIN, type TestServer } from './test-server.ts';
import { type TestWallet, type WalletSetting, good, openTestWallet } from './test-wallet.ts';

export interface Line {
  readonly fetch: Fetch;
  state: 'up' | 'down' | 'answers get lost';
  /** Whom the line leads to. */
  server: TestServer;
}

export function openLine(server: TestServer): Line {
  const line: Line = {
    state: 'up',
    server,
    fetch: async (url, init) => {
      if (line.state === 'down') throw new TypeError('network');
      const headers = new Headers(init.headers);
      if (init.body instanceof Uint8Array) headers.set('content-length', String(init.body.length));
      const response = await line.server.app.request(url, { ...init, headers });
      if (line.state === 'answers get lost') throw new TypeError('network');
      return response;
    },
  };
  return line;
}

export function walletOn(server: TestServer, line: Line): WalletSetting {
  return { fetch: line.fetch, clock: server.clock, origin: ORIGIN };
}

export interface WalletOnLine {
  readonly wallet: TestWallet;
  readonly line: Line;
}

/** A wallet whose member has joined a programme; the join itself is not sent yet. */
export async function joinedWallet(server: TestServer, programmeId = 'copper-cup'): Promise<WalletOnLine> {
  const line = openLine(server);
  const wallet = openTestWallet(walletOn(server, line));
  await wallet.api.syncNow();
  good(await wallet.api.join(programmeId));
  return { wallet, line };
}
