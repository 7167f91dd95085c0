// What tills and wallets of a test ask of a server, where that server is a process of its own.
import type { Db } from '#server/db/transaction.ts';
import type { TestServer } from './test-server.ts';

/** Requests are signed for `origin`, whatever the port of the process is. */
export function shopOverSocket(
  server: { readonly url: string },
  { db, origin }: { readonly db: Db; readonly origin: string },
): TestServer {
  const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now(), advance: () => undefined };
  const request = (url: string, init?: RequestInit) => fetch(server.url + url.slice(origin.length), init);
  return { origin, app: { request }, db, clock, log: [] } as unknown as TestServer;
}
