import type { Handler } from 'hono';
import type { CatalogueReply } from '#api/catalogue.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import { readRevokedTills } from '#server/revoked-tills.ts';

/** GET catalogue: public and alike for everybody, so it is the one message without a signature. */
export function catalogueRoute({ db, keys, clock, state, trustList }: RouteDeps): Handler {
  return async (context) => {
    const merchants = await readMerchants(db);
    const { bytes } = await trustList(merchants, await readRevokedTills(db));
    const reply: CatalogueReply = {
      v: PROTOCOL_VERSION,
      serverEpoch: state.serverEpoch,
      now: clock.nowMs(),
      serverKey: base64FromBytes(keys.server.publicKey),
      trustList: base64FromBytes(bytes),
      merchants: merchants.map(({ id, slug, name, currency, categories }) => ({
        id,
        slug,
        name,
        currency,
        categories,
      })),
      programmes: [...(await readProgrammes(db))],
    };
    return context.json(reply);
  };
}
