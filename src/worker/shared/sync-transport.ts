import { ROUTES } from '#api/routes.ts';
import { syncReply } from '#api/sync.ts';
import { err } from '#base/result.ts';
import type { Signer } from '#protocol/signer.ts';
import type { Transport } from '#sync/ports.ts';
import type { Http } from './http.ts';

/** The sync call over HTTP. Before the device has a key there is nobody to speak for. */
export function createSyncTransport(http: Http, signer: () => Promise<Signer | undefined>): Transport {
  return {
    exchange: async (request) => {
      const known = await signer();
      if (known === undefined) return err({ kind: 'refused', status: 401, code: 'not_enrolled' });
      return http.post(ROUTES.sync, request, { signer: known, reply: syncReply });
    },
  };
}
