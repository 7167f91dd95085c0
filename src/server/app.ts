import { Hono } from 'hono';
import type { Clock, Random } from '#base/ports.ts';
import { ROUTES } from '#api/routes.ts';
import type { Db } from './db/transaction.ts';
import { createAuthenticator, type Authenticator } from './http/authenticator.ts';
import { limitTraffic } from './http/limit-traffic.ts';
import { refusalResponse } from './http/refusals.ts';
import { securityHeaders } from './http/security-headers.ts';
import { serveStatic, type StaticApp } from './http/static-files.ts';
import type { KeyStore } from './keys.ts';
import type { Log } from './log.ts';
import { catalogueRoute } from './routes/catalogue.ts';
import { enrolDeviceRoute } from './routes/enrol-device.ts';
import { enrolTerminalRoute } from './routes/enrol-terminal.ts';
import { healthRoute } from './routes/health.ts';
import { syncRoute } from './routes/sync.ts';
import type { ServerState } from './server-state.ts';
import { createTrustListMaker, type TrustListMaker } from './trust-list.ts';

/** What the app is made of; `main.ts` and the tests choose. */
export interface AppDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly state: ServerState;
  readonly log: Log;
  /** The built apps; none when something else serves them. */
  readonly apps?: readonly StaticApp[];
  /** Scheme, host and port that clients see and sign; by default those of the request. */
  readonly publicOrigin?: string;
}

/** What a route may use. */
export interface RouteDeps extends AppDeps {
  readonly authenticator: Authenticator;
  readonly trustList: TrustListMaker;
}

/** The whole server as a function from request to response: no socket, no timer, no global. */
export function createApp(deps: AppDeps): Hono {
  const routeDeps: RouteDeps = {
    ...deps,
    authenticator: createAuthenticator({ ...deps, nonceSecret: deps.state.nonceSecret }),
    trustList: createTrustListMaker(deps.keys, deps.clock),
  };
  const app = new Hono();
  app.use(securityHeaders);
  app.use('/api/*', limitTraffic(deps));
  app.get(ROUTES.health, healthRoute(routeDeps));
  app.get(ROUTES.catalogue, catalogueRoute(routeDeps));
  app.post(ROUTES.devices, enrolDeviceRoute(routeDeps));
  app.post(ROUTES.terminals, enrolTerminalRoute(routeDeps));
  app.post(ROUTES.sync, syncRoute(routeDeps));
  app.use(serveStatic(deps.apps ?? []));
  app.notFound((context) => refusalResponse(context, { kind: 'not_found', status: 404 }));
  app.onError((error, context) => {
    deps.log({
      level: 'error',
      event: 'request_failed',
      route: context.req.routePath,
      error: describe(error),
    });
    return refusalResponse(context, { kind: 'internal', status: 500 });
  });
  return app;
}

/** Name and place, never the message: a database error may quote the row it met. */
function describe(error: Error): string {
  const code = (error as { readonly code?: unknown }).code;
  const place = (error.stack ?? '')
    .split('\n')
    .slice(1, 3)
    .map((line) => line.trim())
    .join(' ');
  return `${error.name}${typeof code === 'string' ? ` ${code}` : ''} ${place}`;
}
