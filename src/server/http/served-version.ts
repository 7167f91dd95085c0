// Which clients are served: those of the oldest version that is promised up to those of this server's own.
import type { Context } from 'hono';
import { OLDEST_VERSION, PROTOCOL_VERSION } from '#api/limits.ts';
import { type HttpRefusal, refusalResponse } from './refusals.ts';

/** `upgrade_required` below the oldest, `server_outdated` above our own; `undefined` for what is served, or no version at all. */
export function unservedVersion(version: unknown): HttpRefusal | undefined {
  if (!Number.isSafeInteger(version)) return undefined;
  const details = { at: 'v', expected: `${OLDEST_VERSION} to ${PROTOCOL_VERSION}` };
  if (Number(version) < OLDEST_VERSION) return { kind: 'upgrade_required', status: 400, details };
  if (Number(version) > PROTOCOL_VERSION) return { kind: 'server_outdated', status: 400, details };
  return undefined;
}

/** By its path, so that it is told even where nothing else of its messages can be read. */
export function unservedRoute(context: Context): Response {
  const version = Number(context.req.param('version')?.slice(1));
  return refusalResponse(context, unservedVersion(version) ?? { kind: 'not_found', status: 404 });
}
