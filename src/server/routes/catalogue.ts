import type { Handler } from 'hono';
import type { CatalogueReply } from '#api/catalogue.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { readMerchants, readProgrammes } from '#server/catalogue-store.ts';
import { etagOf, isHeld } from '#server/http/etag.ts';
import { readRevokedTills } from '#server/revoked-tills.ts';

/**
 * GET catalogue: public and alike for everybody, so it is the one message without a signature. 304 for who has it already: the
 * tag names all that it says but its time, so that a device with a fresh trust list fetches it only when something changed.
 */
export function catalogueRoute({ db, keys, clock, state, trustList }: RouteDeps): Handler {
  return async (context) => {
    const merchants = await readMerchants(db);
    const { bytes, said } = await trustList(merchants, await readRevokedTills(db));
    const content: Omit<CatalogueReply, 'now' | 'trustList'> = {
      v: PROTOCOL_VERSION,
      serverEpoch: state.serverEpoch,
      serverKey: base64FromBytes(keys.server.publicKey),
      merchants: merchants.map(({ id, slug, name, currency, categories }) => ({
        id,
        slug,
        name,
        currency,
        categories,
      })),
      programmes: [...(await readProgrammes(db))],
    };
    const etag = etagOf(`${said}\n${JSON.stringify(content)}`);
    context.header('ETag', etag);
    if (isHeld(context, etag)) return context.body(null, 304);
    const reply: CatalogueReply = { ...content, now: clock.nowMs(), trustList: base64FromBytes(bytes) };
    return context.json(reply);
  };
}
