import type { Handler } from 'hono';
import { enrolTerminalRequest, type EnrolTerminalReply } from '#api/enrol-terminal.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { enrolTerminal } from '#server/enrolment/enrol-terminal.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedByOwnKey } from '#server/http/signed-message.ts';

/** POST terminals: a till trades a one-time pairing code for its certificate. */
export function enrolTerminalRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByOwnKey(context, enrolTerminalRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const enrolled = await enrolTerminal(deps, request.value);
    if (!enrolled.ok) return refusalResponse(context, { kind: enrolled.error.kind, status: 409 });
    const reply: EnrolTerminalReply = {
      v: PROTOCOL_VERSION,
      merchantId: enrolled.value.merchantId,
      tillNumber: enrolled.value.tillNumber,
      certificate: base64FromBytes(enrolled.value.certificate),
      serverEpoch: deps.state.serverEpoch,
      now: deps.clock.nowMs(),
    };
    return context.json(reply);
  };
}
