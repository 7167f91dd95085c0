import type { Handler } from 'hono';
import { type DisownReply, disownRequest, enrolAddedRequest } from '#api/enrol-added.ts';
import type { EnrolTerminalReply } from '#api/enrol-terminal.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { disownDelegate } from '#server/enrolment/delegates.ts';
import { enrolAdded } from '#server/enrolment/enrol-added.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedByDevice, readSignedByOwnKey } from '#server/http/signed-message.ts';

/** POST terminals/added: a till trades the certificate of another till for one of its own. */
export function enrolAddedRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByOwnKey(context, enrolAddedRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const enrolled = await enrolAdded(deps, request.value);
    if (!enrolled.ok) return refusalResponse(context, { kind: enrolled.error.kind, status: 409 });
    const { merchantId, tillNumber, certificate } = enrolled.value;
    const reply: EnrolTerminalReply = {
      v: PROTOCOL_VERSION,
      merchantId,
      tillNumber,
      certificate: base64FromBytes(certificate),
      serverEpoch: deps.state.serverEpoch,
      now: deps.clock.nowMs(),
    };
    return context.json(reply);
  };
}

/** POST terminals/disowned: these were a mistake, whatever they show. */
export function disownRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, disownRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const { device, message } = request.value;
    const nowMs = deps.clock.nowMs();
    const till = await deps.db
      .selectFrom('terminal')
      .select('serial')
      .where('device_id', '=', device.id)
      .executeTakeFirst();
    if (till === undefined) return refusalResponse(context, { kind: 'wrong_role', status: 403 });
    const parent = { serial: till.serial, merchantId: device.owner };
    await inTransaction(deps.db, deps.random, async (tx) => {
      for (const serial of message.serials) await disownDelegate(tx, parent, serial, nowMs);
    });
    const reply: DisownReply = { v: PROTOCOL_VERSION, now: nowMs };
    return context.json(reply);
  };
}
