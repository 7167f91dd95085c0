import type { Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { DEVICE_STATUS_LIST, type StatusReply } from '#api/status.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { isHeld } from '#server/http/etag.ts';
import { createStatusListMaker } from '#server/spending/status-list.ts';

/** GET status: public and signed by itself. 304 for who has it already. */
export function statusRoute(deps: RouteDeps): Handler {
  const statusLists = createStatusListMaker(deps);
  return async (context) => {
    const { lists, etag } = await statusLists();
    context.header('ETag', etag);
    if (isHeld(context, etag)) return context.body(null, 304);
    const reply: StatusReply = {
      v: PROTOCOL_VERSION,
      lists: lists.map((bytes, index) => ({
        number: DEVICE_STATUS_LIST + index,
        cose: base64FromBytes(bytes),
      })),
    };
    return context.json(reply);
  };
}
