import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import { err, ok, type Result } from '#base/result.ts';

export interface Listening {
  readonly port: number;
  /** Takes no more calls, answers those that have begun, then hangs up on the rest. */
  readonly close: () => Promise<void>;
}

/** Slow or silent callers must not hold a socket for long. */
const HTTP_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16 * 1024,
};
const MAX_REQUESTS_PER_SOCKET = 1000;
const DRAIN_MS = 5_000;

type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

export interface ListenOptions {
  /** Only this address; all of them without it. */
  readonly host?: string;
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
}

/** Port 0 takes any free one. Refusals: `port_taken`, `port_forbidden`. */
export function listen(
  fetch: Fetch,
  port: number,
  { host, tls }: ListenOptions = {},
): Promise<Result<Listening, { readonly kind: 'port_taken' | 'port_forbidden'; readonly message: string }>> {
  const secure = tls === undefined ? {} : { createServer: createHttpsServer };
  const serverOptions = { ...HTTP_LIMITS, ...tls };
  const server = createAdaptorServer({ fetch, ...secure, serverOptions }) as Server;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        const message = `Port ${port} is taken by another program. Choose one with --port N or PORT=N.`;
        resolve(err({ kind: 'port_taken', message }));
      } else if (error.code === 'EACCES') {
        resolve(
          err({ kind: 'port_forbidden', message: `Port ${port} needs more rights. Choose one above 1023.` }),
        );
      } else reject(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve(ok({ port: taken, close: () => close(server) }));
    });
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(patience);
}
