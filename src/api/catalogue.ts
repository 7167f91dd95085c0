// GET /api/v1/catalogue: everything a device needs to work offline, public and the same for all.
import * as v from 'valibot';
import { base64Bytes, count, epochMs, hexBytes, publicKey, shortText, slug } from './shapes.ts';

const fieldName = v.pipe(v.string(), v.maxLength(64), v.regex(/^[A-Za-z][A-Za-z0-9_]*$/));

export const catalogueMerchant = v.object({
  /** Merchant id of the certificates, hex of 8 bytes. */
  id: hexBytes(8),
  slug,
  name: shortText,
  currency: v.object({ code: v.pipe(v.string(), v.length(3)), exponent: v.picklist([0, 1, 2, 3]) }),
  categories: v.pipe(v.array(slug), v.maxLength(24)),
});

export const catalogueProgramme = v.object({
  /** Small number that certificates use for the programme. */
  number: count,
  /** The definition as data; the client parses it with the programme parser. */
  definition: v.record(v.string(), v.unknown()),
  /** Names, colour, icon and texts in five languages; parsed with the presentation parser. */
  presentation: v.record(v.string(), v.unknown()),
  merchants: v.pipe(v.array(slug), v.maxLength(500)),
  /** By slug: what the rules know about a sale there and no receipt states, e.g. the network a shop belongs to. */
  sales: v.optional(v.record(slug, v.record(fieldName, shortText))),
});

export const catalogueReply = v.object({
  v: v.literal(1),
  serverEpoch: hexBytes(8),
  now: epochMs,
  serverKey: publicKey,
  trustList: base64Bytes(1024 * 1024),
  merchants: v.pipe(v.array(catalogueMerchant), v.maxLength(10_000)),
  programmes: v.pipe(v.array(catalogueProgramme), v.maxLength(2_000)),
});

export type CatalogueMerchant = v.InferOutput<typeof catalogueMerchant>;
export type CatalogueProgramme = v.InferOutput<typeof catalogueProgramme>;
export type CatalogueReply = v.InferOutput<typeof catalogueReply>;
