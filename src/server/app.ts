import { type Handler, Hono } from 'hono';
import { compress } from 'hono/compress';
import { ROUTES } from '#api/routes.ts';
import type { AppDeps, RouteDeps } from './app-deps.ts';
import { createDrawnIds } from './enrolment/drawn-ids.ts';
import { createAuthenticator } from './http/authenticator.ts';
import { limitTraffic } from './http/limit-traffic.ts';
import { refusalResponse } from './http/refusals.ts';
import { unservedRoute } from './http/served-version.ts';
import { securityHeaders } from './http/security-headers.ts';
import { serveStatic } from './http/static-files.ts';
import { createDirectorySource } from './push/directory.ts';
import { catalogueRoute } from './routes/catalogue.ts';
import {
  linkDeviceRoute,
  moveVoucherRoute,
  nameDeviceRoute,
  ownDevicesRoute,
  revokeDeviceRoute,
  takeLinkRoute,
} from './routes/devices.ts';
import { disownRoute, enrolAddedRoute } from './routes/enrol-added.ts';
import { enrolDeviceRoute } from './routes/enrol-device.ts';
import { enrolTerminalRoute } from './routes/enrol-terminal.ts';
import { healthRoute } from './routes/health.ts';
import { operatorRoute } from './routes/operator.ts';
import { readyRoute } from './routes/ready.ts';
import {
  recoveryByPasskeyRoute,
  recoveryNonceRoute,
  removePasskeyRoute,
  setPasskeyRoute,
} from './routes/recovery-passkey.ts';
import { recoveryKeyRoute, recoveryRoute } from './routes/recovery.ts';
import { statusRoute } from './routes/status.ts';
import { syncRoute } from './routes/sync.ts';
import { StatusListsFull } from './spending/status-places.ts';
import { createTrustListMaker } from './trust-list.ts';

/** Room comes back as vouchers and certificates end: hours and days, not seconds. */
const FULL_RETRY_S = 3_600;

/** The whole server as a function from request to response: no socket, no timer, no global. */
export function createApp(deps: AppDeps): Hono {
  const trustList = createTrustListMaker(deps);
  const { nonceSecret } = deps.state;
  const routeDeps: RouteDeps = {
    ids: createDrawnIds(nonceSecret),
    ...deps,
    authenticator: createAuthenticator({ ...deps, nonceSecret }),
    trustList,
    directories: createDirectorySource({ ...deps, trustList }),
  };
  const app = new Hono();
  if (deps.metrics !== undefined) app.use(deps.metrics.middleware);
  app.use(securityHeaders);
  // Asked every second by a load balancer: before the limits, so that it is never refused for asking.
  app.get(ROUTES.ready, readyRoute(routeDeps));
  if (deps.localAuthority !== undefined)
    app.get('/local-authority.crt', localAuthorityRoute(deps.localAuthority));
  app.use('/api/*', limitTraffic(deps));
  app.get(ROUTES.health, healthRoute(routeDeps));
  app.get(ROUTES.catalogue, compress(), catalogueRoute(routeDeps));
  app.get(ROUTES.status, statusRoute(routeDeps));
  app.post(ROUTES.devices, enrolDeviceRoute(routeDeps));
  app.post(ROUTES.terminals, enrolTerminalRoute(routeDeps));
  app.post(ROUTES.addedTerminals, enrolAddedRoute(routeDeps));
  app.post(ROUTES.disownedTerminals, disownRoute(routeDeps));
  app.post(ROUTES.recovery, recoveryRoute(routeDeps));
  app.post(ROUTES.recoveryKey, recoveryKeyRoute(routeDeps));
  app.get(ROUTES.recoveryNonce, recoveryNonceRoute(routeDeps));
  app.post(ROUTES.recoveryPasskey, setPasskeyRoute(routeDeps));
  app.post(ROUTES.removeRecoveryPasskey, removePasskeyRoute(routeDeps));
  app.post(ROUTES.recoveryByPasskey, recoveryByPasskeyRoute(routeDeps));
  app.post(ROUTES.ownDevices, ownDevicesRoute(routeDeps));
  app.post(ROUTES.deviceLink, linkDeviceRoute(routeDeps));
  app.post(ROUTES.deviceLinked, takeLinkRoute(routeDeps));
  app.post(ROUTES.deviceName, nameDeviceRoute(routeDeps));
  app.post(ROUTES.deviceRevoke, revokeDeviceRoute(routeDeps));
  app.post(ROUTES.voucherMove, moveVoucherRoute(routeDeps));
  app.post(ROUTES.sync, syncRoute(routeDeps));
  app.post(ROUTES.operator, operatorRoute(routeDeps));
  app.all('/api/:version{v[0-9]+}/*', unservedRoute);
  app.use(serveStatic(deps.apps ?? []));
  app.notFound((context) => refusalResponse(context, { kind: 'not_found', status: 404 }));
  app.onError((error, context) => {
    if (error instanceof StatusListsFull) {
      deps.log({ level: 'error', event: 'status_lists_full', route: context.req.routePath });
      return refusalResponse(context, { kind: 'overloaded', status: 503, retryAfterS: FULL_RETRY_S });
    }
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

/** What a phone must trust before it believes the self-made certificate. Public by nature. */
function localAuthorityRoute(pem: Uint8Array<ArrayBuffer>): Handler {
  return (context) => context.body(pem, 200, { 'Content-Type': 'application/x-x509-ca-cert' });
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
