import { ROUTES } from '#api/routes.ts';
import { syncReply } from '#api/sync.ts';
import { err } from '#base/result.ts';
import type { Signer } from '#protocol/signer.ts';
import type { Transport } from '#sync/ports.ts';
import type { Http } from './http.ts';

/**
 * The sync call over HTTP. Before the device has a key there is nobody to speak for. `introduce`: makes the device known to
 * a server that has forgotten it, `true` when it is known again; the call is then made once more.
 */
export function createSyncTransport(
  http: Http,
  signer: () => Promise<Signer | undefined>,
  introduce: () => Promise<boolean> = async () => false,
): Transport {
  return {
    exchange: async (request) => {
      const known = await signer();
      if (known === undefined) return err({ kind: 'refused', status: 401, code: 'not_enrolled' });
      const exchange = () => http.post(ROUTES.sync, request, { signer: known, reply: syncReply });
      const answer = await exchange();
      if (answer.ok || answer.error.kind !== 'refused' || answer.error.code !== 'not_enrolled') return answer;
      return (await introduce()) ? exchange() : answer;
    },
  };
}
